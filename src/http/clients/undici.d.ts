// undici has no types for its parts.

declare module 'undici/lib/dispatcher/client.js' {
  export { Client as default } from 'undici';
}
declare module 'undici/lib/api/api-request.js' {
  import type { Dispatcher } from 'undici';

  function request(
    this: Dispatcher,
    options: Dispatcher.DispatchOptions,
  ): Promise<Dispatcher.ResponseData<unknown>>;
  export default request;
}
