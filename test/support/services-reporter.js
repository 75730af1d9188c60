// Says plainly which suites with real services did not run, and fails the run where CAIRN_TEST_REQUIRE demands them.
const HOW = {
  kafka: 'run deploy/real-services.sh start kafka (Java 17), then set CAIRN_TEST_KAFKA_BROKERS=127.0.0.1:9092',
  mosquitto: 'install Mosquitto (Debian: apt-get install mosquitto)',
  chromium: 'install Chromium (Debian: apt-get install chromium)',
  python: 'install Python 3 with the package cryptography',
  go: 'install Go 1.25 or later (on PATH or in CAIRN_TEST_GO) and let it fetch its modules (cd test/foreign/go && go mod download)',
  openssl: 'install OpenSSL 3 (Debian: apt-get install openssl)',
};

export default class ServicesReporter {
  skipped = new Map();

  onTestResult(_test, result) {
    for (const test of result.testResults) {
      if (test.status !== 'pending') continue;
      const service = /\[real (\w+)\]/.exec(test.fullName)?.[1];
      if (service) this.skipped.set(service, (this.skipped.get(service) ?? 0) + 1);
    }
  }

  onRunComplete(_contexts, results) {
    for (const [service, count] of this.skipped) {
      console.log(
        `Not run here: ${count} tests with real ${service}. To run them: ${HOW[service] ?? 'see docs/ARCHITECTURE.md'}.`,
      );
    }
    this.missing = (process.env.CAIRN_TEST_REQUIRE ?? '').split(',').filter((name) => this.skipped.has(name));
    const { numPassedTests, numFailedTests, numPendingTests } = results;
    console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
  }

  getLastError() {
    if (this.missing?.length)
      return new Error(`CAIRN_TEST_REQUIRE names services whose suites were skipped: ${this.missing.join(', ')}`);
    return undefined;
  }
}
