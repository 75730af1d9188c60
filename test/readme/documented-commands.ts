import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../kit/repository.js';

/** How we know that a command of README.md or a guide does what the page says. */
export type Proof =
  /** test/node/up.test.ts runs it, in the order of this table, with the node's own port and folder. */
  | { readonly how: 'node' }
  /** It would start or stop a node here: readme.test.ts asks for its --help. */
  | { readonly how: 'help' }
  /** Another file runs the same; `says` stands in it. */
  | { readonly how: 'elsewhere'; readonly file: string; readonly says: string }
  /** It only prepares the next line, or needs what no test has. */
  | { readonly how: 'not run'; readonly why: string };

const SHELL: Proof = { how: 'not run', why: 'plain shell, nothing of ours' };
const ADMINISTRATOR: Proof = {
  how: 'not run',
  why: 'changes the machine as root; test/deploy/systemd.test.ts has the units, and runs what they start',
};
const MOSQUITTO = 'test/deploy/own-mosquitto.ts';
const CERTIFICATES: Proof = {
  how: 'elsewhere',
  file: 'test/readme/certificates.test.ts',
  says: "startsWith('openssl ')",
};

/** Every command line of README.md and docs/guides/. A new one that is not entered here fails readme.test.ts. */
export const PROOFS: Readonly<Record<string, Proof>> = {
  // npm start is `cairn up --demo`: readme.test.ts holds the two together, the replay has its own suite.
  'npm ci && npm start': { how: 'elsewhere', file: 'test/node/up.test.ts', says: 'Cairn is ready' },
  'npm ci && npm test': { how: 'elsewhere', file: '.ci/run', says: 'npm test' },

  "npx cairn device enrol gate-7 --party 9520000000028 --party-name 'Harbour cold store' --party-country IN --kind gate":
    { how: 'node' },
  "npx cairn device scan gate-7 --object '(00)395200000000000012' --step shipping --out scan.bin": { how: 'node' },
  "mosquitto_pub -h 127.0.0.1 -p 1883 -u gate-7 -P '<password>' -q 1 -t cairn/v1/scans/gate-7 -f scan.bin": {
    how: 'elsewhere',
    file: 'apps/cli/test/device.test.ts',
    says: 'mosquitto_pub',
  },

  // The scan that up.test.ts makes with this device after it comes in by the new one.
  'npx cairn device password gate-7': { how: 'node' },

  'npx cairn device claim gate-8 --party 9520000000028 --valid 1h': {
    how: 'elsewhere',
    file: 'libs/registry/enrolment/test/enrolment-codes.test.ts',
    says: 'EnrolmentCodes',
  },
  'npx cairn device redeem -': {
    how: 'elsewhere',
    file: 'test/node/secrets.test.ts',
    says: "'redeem', '-'",
  },

  'curl -s http://127.0.0.1:3000/api/v1/objects/01/09521001000024/21/00001-1-1/evidence -o evidence.json': {
    how: 'node',
  },
  'npx cairn verify evidence.json --policy data/policy.txt': { how: 'node' },

  'npx cairn log head --out monday.checkpoint': { how: 'node' },
  'npx cairn log entry 0': { how: 'node' },
  'npx cairn log proof 0 --out 0.tlog-proof': { how: 'node' },
  'npx cairn log head --out friday.checkpoint': { how: 'node' },
  'npx cairn log consistency monday.checkpoint friday.checkpoint': { how: 'node' },
  'npx cairn log follow --state watch.json --once': { how: 'node' },

  'npx cairn projections': { how: 'node' },
  'npx cairn projections rebuild search': { how: 'node' },

  'TOKEN=$(cat data/keys/customs-token)': SHELL, // up.test.ts puts it before what uses it
  'curl -H "Authorization: Bearer $TOKEN" \'http://127.0.0.1:3000/api/v1/search?q=SCMS-103\'': { how: 'node' },
  'curl -H "Authorization: Bearer $TOKEN" -OJ \'http://127.0.0.1:3000/api/v1/objects/01/09521000001701/10/SCMS-103-5261/evidence\'':
    { how: 'node' },
  'npx cairn codes own 9521001 --party 9521001000028': { how: 'help' },
  'npx cairn codes own 9521001 --party 9521001000028 --until 2027-01-01T00:00:00Z': { how: 'help' },
  'npx cairn codes own 9521001 --party 9521001000035 --from 2027-01-01T00:00:00Z': { how: 'help' },
  'npx cairn codes made-by 952100100008 --party 9521001000080': { how: 'help' },
  'npx cairn codes list': { how: 'help' },
  'npx cairn officers add a.rossi --roles officer,lead': { how: 'node' },
  'npx cairn officers list': { how: 'node' },
  'npx cairn officers roles a.rossi auditor': { how: 'node' },
  'npx cairn officers end a.rossi': { how: 'node' },
  [`psql "$(cat data/keys/database-url)" -c "SELECT asked_at, who, question, status, encode(answer_hash, 'hex') FROM stores.lookup ORDER BY asked_at DESC LIMIT 20"`]:
    { how: 'not run', why: 'needs psql, which the node does not bring' },

  'cp -a data/postgres backup/postgres': {
    how: 'elsewhere',
    file: 'libs/host/postgres/test/embedded-postgres.test.ts',
    says: "execFileSync('cp', ['-a'",
  },

  'cd deploy': SHELL,
  'cat > .env <<END': SHELL,
  'mkdir -p mosquitto/secrets': SHELL,
  '( umask 077; touch mosquitto/secrets/passwords )': SHELL,
  '( . ./.env; echo "$CAIRN_MQTT_PASSWORD" ) | mosquitto/set-password.sh mosquitto/secrets/ingest-passwords cairn-ingest':
    {
      how: 'elsewhere',
      file: MOSQUITTO,
      says: 'mosquitto/set-password.sh',
    },
  'chown -R 1883 mosquitto/secrets': SHELL,
  'export PGOPTIONS="-c cairn.password_of_cairn_owner=... -c cairn.password_of_cairn_ingest=... -c cairn.password_of_cairn_api=..."':
    SHELL,
  'psql -v ON_ERROR_STOP=1 -f deploy/postgres/roles.sql postgres://postgres@db.example.org/cairn': {
    how: 'elsewhere',
    file: 'test/node/roles.test.ts',
    says: 'deploy/postgres/roles.sql',
  },
  'docker compose up -d --build': { how: 'not run', why: 'needs Docker' },
  "docker compose run --rm --no-deps -v cairn_cairn-data:/old anchor sh -c 'cp -a /old/log/. /data/log/ && mkdir -p -m 700 /hand-out/api/keys && cp -a /old/keys/officers /hand-out/api/keys/'":
    { how: 'not run', why: 'needs Docker' },
  'deploy/real-services.sh start': { how: 'elsewhere', file: '.ci/run', says: 'deploy/real-services.sh start' },
  'export CAIRN_PROFILE=distributed CAIRN_KAFKA_BROKERS=... CAIRN_MQTT_URL=... CAIRN_MQTT_PUBLIC_URL=... CAIRN_DATABASE_URL=...':
    SHELL,
  'npx cairn up': { how: 'help' },
  'npx cairn recover': { how: 'elsewhere', file: 'test/node/recover.test.ts', says: 'await recover()' },
  'npx cairn recover --replace': {
    how: 'elsewhere',
    file: 'test/node/recover.test.ts',
    says: "await recover('--replace')",
  },
  'deploy/real-services.sh stop': { how: 'elsewhere', file: '.ci/run', says: 'deploy/real-services.sh remove' },
  'echo "$PASSWORD" | deploy/mosquitto/set-password.sh /path/to/passwords DEVICE': {
    how: 'elsewhere',
    file: MOSQUITTO,
    says: 'mosquitto/set-password.sh',
  },
  'deploy/mosquitto/end-password.sh /path/to/passwords DEVICE': {
    how: 'elsewhere',
    file: MOSQUITTO,
    says: 'mosquitto/end-password.sh',
  },
  'kafka-configs.sh --bootstrap-server kafka-1.example.org:9093 --command-config admin.properties --alter --entity-type users --entity-name cairn-ingest --add-config-file cairn-ingest.scram':
    { how: 'not run', why: 'needs the tools of Kafka, whose jars are not fetched; tests make users with the broker' },
  'deploy/kafka/create-acls.sh kafka-1.example.org:9093 --command-config admin.properties': {
    how: 'elsewhere',
    file: 'libs/transport/stream/test/support/secure-kafka.ts',
    says: 'kafka/create-acls.sh',
  },
  "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj '/CN=Devices of Example' -keyout devices-ca.key -out devices-ca.pem":
    CERTIFICATES,
  "openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj '/CN=gate-7' -keyout tls-key.pem -out gate-7.csr":
    CERTIFICATES,
  'openssl x509 -req -in gate-7.csr -CA devices-ca.pem -CAkey devices-ca.key -CAcreateserial -days 365 -out tls-certificate.pem':
    CERTIFICATES,
  'npm ci': SHELL,
  'npx cairn config': { how: 'elsewhere', file: 'test/node/config.test.ts', says: "cairn(['config']" },
  'useradd --system --home-dir /var/lib/cairn --shell /usr/sbin/nologin cairn': ADMINISTRATOR,
  'install -d -o cairn -g cairn -m 0700 /var/backups/cairn': ADMINISTRATOR,
  'install -d -m 0750 -g cairn /etc/cairn': ADMINISTRATOR,
  'install -m 0640 -g cairn /dev/null /etc/cairn/cairn.env': ADMINISTRATOR,
  'cp deploy/systemd/cairn.service deploy/systemd/cairn-backup.service deploy/systemd/cairn-backup.timer /etc/systemd/system/':
    ADMINISTRATOR,
  'systemctl daemon-reload': ADMINISTRATOR,
  'systemctl enable --now cairn cairn-backup.timer': ADMINISTRATOR,
  'systemctl stop cairn': ADMINISTRATOR,
  'systemctl start cairn': ADMINISTRATOR,
  'sudo -u cairn env CAIRN_DATA=/var/lib/cairn/data node /opt/cairn/dist/apps/cli/main.js check': {
    how: 'elsewhere',
    file: 'test/deploy/systemd.test.ts',
    says: "compiledCommand(), 'check'",
  },
  'npx cairn backup /var/backups/cairn --keys /media/safe/cairn-keys': {
    how: 'elsewhere',
    file: 'test/node/backup.test.ts',
    says: "join(place, 'keys-apart')",
  },
  'npx cairn backup /var/backups/cairn': {
    how: 'elsewhere',
    file: 'test/deploy/systemd.test.ts',
    says: "one(backup, 'ExecStart')",
  },
  'npx cairn restore --prove /var/backups/cairn/2026-11-30T22-10-00-123Z --keys /media/safe/cairn-keys --data /srv/prove':
    {
      how: 'elsewhere',
      file: 'test/node/backup.test.ts',
      says: "'restore', '--prove', root",
    },
  "sed -i -E '/^(witness|group) /d; s/^quorum .*/quorum none/' data/policy.txt": {
    how: 'elsewhere',
    file: 'test/node/backup.test.ts',
    says: '/^(witness|group) /d; s/^quorum .*/quorum none/',
  },
  'git pull': SHELL,
  'npx cairn check': { how: 'elsewhere', file: 'test/node/upgrade.test.ts', says: "succeed('check'" },
  "npx cairn witness --data /var/lib/witness --name witness.example.org/w1 --log 'log.example.org+6a2b...+AQ...' --port 3010":
    { how: 'elsewhere', file: 'apps/cli/test/witness.test.ts', says: "'--name', NAME" },
  'curl -s http://127.0.0.1:3010/': {
    how: 'elsewhere',
    file: 'libs/log/witness/test/server.test.ts',
    says: "get('/')",
  },
  'docker compose -f deploy/compose.witness.yaml up -d --build': { how: 'not run', why: 'needs Docker' },
  'kill -HUP $(pidof mosquitto)': { how: 'elsewhere', file: MOSQUITTO, says: 'SIGHUP' },
};

/** README.md and the guides. */
export function pages(): readonly string[] {
  const guides = readdirSync(join(REPOSITORY, 'docs/guides')).filter((name) => name.endsWith('.md'));
  return ['README.md', ...guides.map((name) => `docs/guides/${name}`)];
}

// What our pages put below an indentation instead of into a block.
const INDENTED_COMMAND = /^ {4}(?=(?:npx|npm|curl|mosquitto_pub|deploy\/\S+) )/u;

/** The command lines of a page: those in its blocks of shell, and indented ones. Remarks and here-documents are left out. */
export function commandsOf(page: string): readonly string[] {
  const commands: string[] = [];
  let block: string | null = null;
  let untilLine: string | null = null;
  for (const line of readFileSync(join(REPOSITORY, page), 'utf8').split('\n')) {
    const fence = /^```(\w*)/u.exec(line)?.[1];
    if (fence !== undefined) {
      block = block === null ? fence : null;
    } else if (untilLine !== null) {
      if (line === untilLine) untilLine = null;
    } else if (block === 'sh' || (block === null && INDENTED_COMMAND.test(line))) {
      const command = line.trim().replace(/\s+#.*$/u, '');
      if (command === '' || command.startsWith('#')) continue;
      const open = commands.at(-1);
      if (open !== undefined && isQuoteOpen(open)) commands[commands.length - 1] = `${open}\n${command}`;
      else commands.push(command);
      untilLine = /<<(\w+)$/u.exec(command)?.[1] ?? null;
    }
  }
  return commands;
}

/** A command goes on in the next line while a single quote is open. */
const isQuoteOpen = (command: string): boolean => command.replace(/"[^"']*'[^"]*"/gu, '').split("'").length % 2 === 0;
