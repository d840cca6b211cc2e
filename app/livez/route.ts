import { endpoint } from '../api/_http/endpoint';

/** The process answers. Whatever else is wrong, a restart would not mend it. */
export const GET = endpoint({ route: '/livez' }, () => Promise.resolve(new Response('ok\n')));
