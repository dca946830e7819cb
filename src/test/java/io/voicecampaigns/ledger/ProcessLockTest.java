package io.voicecampaigns.ledger;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLockTest {
    @Test
    void a_second_opening_is_refused_until_the_first_is_closed(@TempDir Path dir) {
        LedgerSettings settings = LedgerSettings.inFile(dir.resolve("ledger.db"));
        Ledger first = new Ledger(settings);
        first.start();

        Ledger second = new Ledger(settings);
        assertThatThrownBy(second::start).isInstanceOf(LedgerException.class).hasMessageContaining("in use by another process")
                .hasMessageContaining("DATA_DIR").hasMessageContaining("LEDGER_URL");
        assertThat(first.<Long>write(tx -> tx.number("SELECT COUNT(*) FROM contact"))).isZero();

        first.close();
        second.start();
        second.close();
    }

    @Test
    void another_process_is_kept_out_and_a_killed_one_blocks_nobody(@TempDir Path dir) throws Exception {
        Path ledger = dir.resolve("ledger.db");
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("java.class.path"), Holder.class.getName(), ledger.toString()).redirectErrorStream(true).start();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(said.readLine()).isEqualTo("held");
            assertThatThrownBy(() -> ProcessLock.take(ledger)).isInstanceOf(LedgerException.class).hasMessageContaining("another process");
        } finally {
            other.destroyForcibly();
        }
        assertThat(other.waitFor(120, SECONDS)).isTrue();

        ProcessLock.take(ledger).close();
    }

    /** Holds a lock until it is killed. */
    static final class Holder {
        private Holder() {
        }

        public static void main(String[] ledger) throws InterruptedException {
            ProcessLock lock = ProcessLock.take(Path.of(ledger[0]));
            System.out.println("held");
            new CountDownLatch(1).await();
            lock.close();
        }
    }
}
