import type { Proposal } from '../../core/contract.ts';
import { useT } from '../i18n/context.ts';
import style from './proposal-facts.module.css';

/** Kinds whose way from here to the server is encrypted, so that the provider does not see what it is for. */
const LOCKED: ReadonlySet<string> = new Set([
  'https-proxy',
  'ss',
  'trojan',
  'vless',
  'ssh',
  'tor',
  'vmess',
  'reality',
  'vision',
  'hysteria2',
  'tuic',
  'wireguard',
  'vless-xray',
  'vmess-xray',
  'trojan-xray',
]);

/** Who a proposed server is, and what its owner and the provider will be able to see. */
export function ProposalFacts({ proposal }: { readonly proposal: Proposal }) {
  const t = useT();
  const { host, port, program, hasPassword, isLocal, isKnown, kind } = proposal;
  return (
    <div className={style.facts}>
      <p className={style.server}>
        <span>{program === null ? t('common.proposal-server') : t('common.proposal-program')}</span>
        <bdi>{program}</bdi>
        {!(kind === 'tor' && isLocal) && (
          <code dir="ltr">
            {host.includes(':') ? `[${host}]` : host}:{port}
          </code>
        )}
      </p>
      <ul className={style.list}>
        {isKnown && <li>{t('common.invite-known')}</li>}
        {hasPassword && <li>{t('common.proposal-password')}</li>}
        {isLocal ? (
          <li>{t('common.proposal-local')}</li>
        ) : (
          <>
            <li>{t('common.proposal-owner-sees')}</li>
            <li>{t('common.proposal-owner-reads-not')}</li>
            <li>
              {LOCKED.has(kind)
                ? t('common.proposal-provider-sees-server')
                : t('common.proposal-provider-sees')}
            </li>
          </>
        )}
      </ul>
    </div>
  );
}
