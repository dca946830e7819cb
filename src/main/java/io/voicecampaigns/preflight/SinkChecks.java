package io.voicecampaigns.preflight;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.Sink;
import io.voicecampaigns.connector.Connectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Asks the systems that outcomes go to whether they would take them. Nothing is written there. */
final class SinkChecks {
    private static final int SERVER_ERROR = 500;

    private final Systems systems;
    private final Path outbox;

    /** @param outbox where the file sink writes */
    SinkChecks(Systems systems, Path outbox) {
        this.systems = systems;
        this.outbox = outbox;
    }

    List<Check> ask(Campaign campaign) {
        return campaign.report().to().stream().map(sink -> ask(campaign, sink)).toList();
    }

    private Check ask(Campaign campaign, Sink sink) {
        String name = "sink " + sink.system();
        if (sink.system().equals("file")) {
            return file(name);
        }
        try {
            String own = sink.system() + "-check-action";
            if (systems.has(own)) {
                return Check.ok(name, String.valueOf(systems.ask(campaign, own, sink.properties())));
            }
            List<String> answers = new ArrayList<>();
            for (String origin : systems.origins(Connectors.sinkOf(sink.system()), sink.properties())) {
                int status = systems.knock(origin);
                if (status >= SERVER_ERROR) {
                    return Check.wrong(name, origin + " answers with HTTP status " + status, "see whether the system is up");
                }
                answers.add(origin + " answers");
            }
            return Check.ok(name, answers.isEmpty() ? "not checked: its properties name no address" : String.join(", ", answers)
                    + "; whether it takes our credentials is not known");
        } catch (UnansweredException e) {
            return Check.wrong(name, e.getMessage(), e.isAboutAccess() ? "correct the credentials" : "see whether its address is right and reached from here");
        }
    }

    private Check file(String name) {
        Path there = outbox.toAbsolutePath();
        while (Files.notExists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return Files.isWritable(there) && Files.isDirectory(there) ? Check.ok(name, "results go to " + outbox)
                : Check.wrong(name, there + " cannot be written", "make it writable for the service, or set data.dir");
    }
}
