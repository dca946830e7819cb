package io.voicecampaigns;

import io.voicecampaigns.agent.PromptChecks;
import io.voicecampaigns.call.AgentChecks;
import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.connector.Connectors;
import io.voicecampaigns.contact.PhoneNumbers;
import io.voicecampaigns.enroll.CampaignFolder;
import io.voicecampaigns.ledger.DataDir;
import io.voicecampaigns.ledger.LedgerSettings;
import io.voicecampaigns.preflight.Preflight;
import io.voicecampaigns.preflight.Report;
import io.voicecampaigns.provider.ProviderMappings;
import io.voicecampaigns.provider.Providers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.stream.Stream;

/** A look at a campaign and a list, by the code that would call it: without the service, and without its ledger's lock. */
public final class PreflightJob implements AutoCloseable {
    private final Bundle bundle;
    private final AskedSystems systems;
    private final Path scratch;
    private final Thread cleaning;
    private final boolean isSimulated;
    private final Campaigns campaigns;

    public PreflightJob(Bundle.Options options, boolean isSimulated) {
        this.isSimulated = isSimulated;
        bundle = new Bundle(options.job("21-enrich-contacts", "90-handle-errors"));
        bundle.start();
        systems = new AskedSystems(bundle);
        try {
            scratch = Files.createTempDirectory("voice-campaigns-preflight");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // it holds numbers: whoever interrupts the command must not leave them behind
        cleaning = new Thread(this::clean);
        Runtime.getRuntime().addShutdownHook(cleaning);
        // the last good editions of the service are not touched
        campaigns = CampaignFolder.campaigns(bundle.context().resolvePropertyPlaceholders("{{campaigns.dir}}"), new DataDir(scratch),
                bean("numbers", PhoneNumbers.class), bean("mappings", ProviderMappings.class), bean("clock", Clock.class), bean("connectors", Connectors.class));
        campaigns.refresh();
    }

    /** The campaigns, as their files say. */
    public Campaigns campaigns() {
        return campaigns;
    }

    /** @param campaign one of {@link #campaigns} */
    public Report look(Campaign campaign, Path list) {
        return new Preflight(bean("clock", Clock.class), bean("numbers", PhoneNumbers.class), bean("mappings", ProviderMappings.class),
                bean("providers", Providers.class), bean("agentChecks", AgentChecks.class), bean("promptChecks", PromptChecks.class), systems,
                bean("data", DataDir.class), isSimulated).look(campaigns, campaign, list, emptyDirectory(), bean("ledgerSettings", LedgerSettings.class));
    }

    private Path emptyDirectory() {
        try {
            return Files.createTempDirectory(scratch, "list");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> T bean(String name, Class<T> type) {
        return bundle.bean(name, type);
    }

    private void clean() {
        try (Stream<Path> all = Files.walk(scratch)) {
            all.sorted(Comparator.reverseOrder()).forEach(each -> each.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException("the scratch directory " + scratch + " cannot be removed: delete it by hand, for it holds numbers", e);
        }
    }

    @Override
    public void close() {
        try {
            systems.close();
            bundle.close();
        } finally {
            clean();
            Runtime.getRuntime().removeShutdownHook(cleaning);
        }
    }
}
