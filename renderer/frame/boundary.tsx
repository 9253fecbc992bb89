import { Component, type ReactNode } from 'react';

interface BoundaryProps {
  readonly instead: (again: () => void) => ReactNode;
  readonly children: ReactNode;
}

/** Keeps a broken view from taking the window with it. Give it a key, so that another view starts whole. */
export class Boundary extends Component<BoundaryProps, { readonly isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true };
  }

  override render(): ReactNode {
    if (!this.state.isBroken) return this.props.children;
    return this.props.instead(() => this.setState({ isBroken: false }));
  }
}
