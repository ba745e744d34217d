/** Providers around the routes: theme, query cache, routes. */
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from 'react-router';
import { keys } from './api/keys.ts';
import type { Session } from './api/types.ts';
import { Problem } from './api/problem.ts';
import { setSignedOutHandler } from './api/request.ts';
import { router } from './routes.tsx';
import { nonce } from './theme/nonce.ts';
import { cssVariables, theme } from './theme/theme.ts';

const RETRIES = 2;

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // A refusal is an answer; only a lost connection is worth another try.
      retry: (count, error) => count < RETRIES && error instanceof Problem && error.code === 'network',
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

// who was signed in stays before the page, covered, until somebody signs in: what was typed is not thrown away
setSignedOutHandler(() => {
  if (client.getQueryData<Session>(keys.session())?.user !== null && client.getQueryData<Session>(keys.session()) !== undefined) client.setQueryData(keys.expired(), true);
  else void client.invalidateQueries({ queryKey: keys.session() });
});

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} getStyleNonce={nonce} defaultColorScheme="auto">
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
