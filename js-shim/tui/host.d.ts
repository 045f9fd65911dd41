// OpenCode provides these modules when it loads a terminal UI plugin; there is nothing to install.
declare module "@opentui/solid" {
  export function createComponent(component: unknown, properties: object): unknown
  export function useTerminalDimensions(): () => { width: number; height: number }
}
declare module "@opentui/solid/jsx-runtime" {
  export function jsx(tag: string, properties: object): unknown
}
declare module "solid-js" {
  export const ErrorBoundary: unknown
  export const For: unknown
  export const Index: unknown
  export const Show: unknown
  export function createEffect(effect: () => void): void
  export function createMemo<T>(compute: () => T): () => T
  export function createSignal<T>(value: T): [() => T, (value: T | ((before: T) => T)) => void]
  export function onCleanup(action: () => void): void
}
