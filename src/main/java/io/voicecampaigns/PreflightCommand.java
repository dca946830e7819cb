package io.voicecampaigns;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.Problem;
import io.voicecampaigns.campaign.Unusable;
import io.voicecampaigns.ledger.LedgerException;
import io.voicecampaigns.preflight.Report;
import io.voicecampaigns.preflight.ReportJson;
import io.voicecampaigns.preflight.ReportText;
import io.voicecampaigns.privacy.LogGuard;
import io.voicecampaigns.simulator.Simulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks at a campaign and a list before anybody is called. It may run beside the service. */
@Command(name = "preflight", mixinStandardHelpOptions = true,
        description = {"Says what would become of a list, and whether all that calling it takes answers.", "Calls nobody and writes nothing; the ledger is only read."},
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:the list can be called", "1:it cannot; the reasons are printed", "2:wrong use"},
        footer = {"", "Examples:", "  voice-campaigns preflight renovaciones lists/june.csv", "  voice-campaigns preflight --json renovaciones lists/june.csv > june.json",
            "  voice-campaigns preflight --simulate renovaciones lists/june.csv"})
final class PreflightCommand implements Callable<Integer> {
    private static final int NOT_WORKABLE = 1;
    private static final int WRONG_USE = 2;

    @Mixin
    private Output output;

    @Option(names = "--simulate", description = "Asks a simulated provider, and looks at what is kept under <data>/simulated.")
    private boolean simulate;

    @Parameters(index = "0", paramLabel = "<campaign>", description = "The name of a file in config/campaigns, without its extension.")
    private String campaignName;

    @Parameters(index = "1", paramLabel = "<list>", description = "A list of contacts, CSV or JSON, wherever it lies.")
    private Path list;

    @Override
    public Integer call() {
        LogGuard.toStandardError();
        if (!Files.isRegularFile(list) || !Files.isReadable(list)) {
            return output.refused(WRONG_USE, list + " is no file that can be read", "name a list, such as data/inbox/renewals/june.csv");
        }
        boolean isSimulated = Application.isSimulated(simulate);
        try {
            Home home = Home.here(isSimulated);
            if (!isSimulated) {
                return look(home.options(), false);
            }
            try (Simulator simulator = Application.simulator()) {
                return look(Application.simulatedBy(simulator, home.options(), home.settings()), true);
            }
        } catch (NotConfiguredException e) {
            return output.refused(WRONG_USE, e.getMessage(), "mend that; voice-campaigns config tells which settings are in force");
        }
    }

    private int look(Bundle.Options options, boolean isSimulated) {
        try (PreflightJob job = new PreflightJob(options, isSimulated)) {
            Optional<Unusable> unusable = job.campaigns().unusable(campaignName);
            if (unusable.isPresent()) {
                return output.refused(NOT_WORKABLE, unusable.get().problems().stream().map(Problem::toString).collect(Collectors.joining("\n")),
                        "correct the campaign file");
            }
            Optional<Campaign> campaign = job.campaigns().find(campaignName);
            if (campaign.isEmpty()) {
                String names = job.campaigns().all().stream().map(Campaign::name).collect(Collectors.joining(", "));
                return output.refused(WRONG_USE, "there is no campaign " + campaignName, (names.isEmpty() ? "" : "name one of " + names + ", or ")
                        + "write config/campaigns/" + campaignName + ".yaml");
            }
            Report report = job.look(campaign.get(), list);
            output.print(output.isJson() ? ReportJson.of(report) : ReportText.of(report));
            return report.isWorkable() ? 0 : NOT_WORKABLE;
        } catch (LedgerException e) {
            return output.refused(NOT_WORKABLE, e.getMessage(), "without the ledger nobody can say who is enrolled already: mend that, and run it again");
        }
    }
}
