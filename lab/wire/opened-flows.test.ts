import { describe, expect, it } from 'vitest';
import { OpenedFlows } from './opened-flows.ts';
import { Conversation, datagram } from './testing/conversation.ts';

describe('flows opened through a wire', () => {
  it('are let through both ways from their SYN on', () => {
    const flows = new OpenedFlows();
    const conversation = new Conversation();
    expect(flows.admits(conversation.syn(), 'up')).toBe(true);
    expect(flows.admits(conversation.synAck(), 'down')).toBe(true);
    expect(flows.admits(conversation.up('hello'), 'up')).toBe(true);
  });

  it('are told from those that began before', () => {
    const flows = new OpenedFlows();
    flows.admits(new Conversation(1).syn(), 'up');
    expect(flows.admits(new Conversation(2).up('hello again'), 'up')).toBe(false);
    expect(flows.admits(new Conversation(2).down('data again'), 'down')).toBe(false);
  });

  it('are about TCP only', () => {
    expect(new OpenedFlows().admits(datagram('9.9.9.9', 53, Buffer.alloc(1)), 'up')).toBe(true);
  });
});
