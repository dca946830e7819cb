package io.voicecampaigns.terminal;

import static io.voicecampaigns.terminal.Campaigns.aCampaign;

import io.voicecampaigns.outcome.Disposition;
import io.voicecampaigns.privacy.LogGuard;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** An invented campaign to look at: run it by hand in a terminal. */
final class ProgressDemo {
    private ProgressDemo() {
    }

    public static void main(String[] args) throws InterruptedException {
        LogGuard.install();
        ProgressPrinter printer = new ProgressPrinter(System.out, Terminal.detect(), Clock.systemUTC());
        System.setOut(printer.around(System.out));
        CountDownLatch never = new CountDownLatch(1);
        Campaigns campaign = aCampaign();
        for (int tick = 0; tick < 60; tick++) {
            campaign = campaign.done(Disposition.values()[tick % 7 % 5], 3);
            printer.show(campaign.now());
            if (tick % 9 == 0) {
                LoggerFactory.getLogger("io.voicecampaigns.Demo").info("tick {} for +34612345678", tick);
            }
            if (never.await(200, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        printer.closingTable(campaign.now(), Duration.ofSeconds(12));
        printer.paths(List.of(Path.of("data/demo/outbox/demo/clientes-demo.results.csv"), Path.of("data/demo/ledger.db")));
    }
}
