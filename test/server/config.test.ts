import { resolve } from 'node:path';
import { expect } from 'chai';
import { ConfigError, readConfig, SETTINGS, settingsTable } from '../../server/config.ts';

const refusal = (environment: Record<string, string>): string => {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error(`${JSON.stringify(environment)} was taken`);
};

describe('settings of the installation', () => {
  it('have defaults that can be started with', () => {
    const config = readConfig({});
    expect(config).to.deep.include({
      dataDir: resolve('data'),
      port: 8080,
      host: '127.0.0.1',
      databaseUrl: undefined,
      publicUrl: undefined,
      trustedProxies: [],
      logLevel: 'info',
      drainSeconds: 10,
    });
  });

  it('are read from the environment; an empty text counts as not given', () => {
    const config = readConfig({
      PORT: '0',
      HOST: '',
      DATABASE_URL: 'postgres://a:b@db/x',
      PUBLIC_URL: 'https://lims.example.org/',
      TRUSTED_PROXIES: '10.0.0.1, 10.1.0.0/16,::1',
    });
    expect(config).to.deep.include({
      port: 0,
      host: '127.0.0.1',
      databaseUrl: 'postgres://a:b@db/x',
      publicUrl: 'https://lims.example.org',
      trustedProxies: ['10.0.0.1', '10.1.0.0/16', '::1'],
    });
  });

  it('are refused with what was got and what is expected, all that are wrong at once', () => {
    expect(refusal({ PORT: 'http', LOG_LEVEL: 'loud', DRAIN_SECONDS: '-1' }).split('\n')).to.deep.equal([
      'PORT is "http": expected a whole number from 0 to 65535.',
      'LOG_LEVEL is "loud": expected one of fatal, error, warn, info, debug, silent.',
      'DRAIN_SECONDS is "-1": expected a whole number from 0 to 60.',
    ]);
    for (const [name, value] of [
      ['PORT', '65536'],
      ['PORT', '80.5'],
      ['PORT', ' 80'],
      ['HOST', 'a b'],
      ['PUBLIC_URL', 'lims.example.org'],
      ['PUBLIC_URL', 'https://x.org/path'],
      ['TRUSTED_PROXIES', 'proxy'],
      ['TRUSTED_PROXIES', '10.0.0.0/33'],
      ['SESSION_HOURS', '0'],
      ['MAX_FILE_MB', '9999'],
    ] as const) {
      expect(refusal({ [name]: value }), `${name}=${value}`).to.match(new RegExp(`^${name} is ".*": expected `));
    }
  });

  it('never print the password of a database', () => {
    expect(refusal({ DATABASE_URL: 'mysql://root:s3cret@db/x' })).to.equal(
      'DATABASE_URL: expected postgres://user:password@host:5432/database.',
    );
  });

  it('are all in the table that --help prints, each with a sentence', () => {
    const lines = settingsTable().split('\n');
    expect(lines).to.have.length(Object.keys(SETTINGS).length);
    for (const { env, sentence } of Object.values(SETTINGS))
      expect(
        lines.some((line) => line.startsWith(`${env} `) && line.endsWith(sentence)),
        env,
      ).to.equal(true);
  });
});
