package io.voicecampaigns;

import io.voicecampaigns.replica.Owner;
import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.CampaignReader;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.connector.Connectors;
import io.voicecampaigns.connector.Kamelets;
import io.voicecampaigns.edit.Edits;
import io.voicecampaigns.provider.ProviderMappings;
import io.voicecampaigns.provider.Providers;
import io.voicecampaigns.reload.Finding;
import io.voicecampaigns.reload.RouteCheck;
import io.voicecampaigns.reload.RouteSet;
import io.voicecampaigns.reload.TrialSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.impl.DefaultCamelContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Checks the files of a bundle as a start and an edit would, and touches nothing: no ledger, no lock, no network. */
@Command(name = "validate", mixinStandardHelpOptions = true,
        description = "Checks routes, kamelets, campaigns, provider mappings and settings, and starts nothing.",
        footer = {"", "Prints a line for each finding: file:line: reason.", "", "Examples:", "  voice-campaigns validate", "  voice-campaigns validate --json /etc/voice-campaigns"},
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:there is no finding", "1:there are some", "2:wrong use"})
final class Validation implements Callable<Integer> {
    @Parameters(index = "0", arity = "0..1", paramLabel = "<dir>", description = "The directory that holds routes/ and config/; the current one if absent.")
    private Path dir = Path.of("");

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        SortedSet<Finding> findings = new TreeSet<>();
        Path file = dir.resolve("config/application.properties");
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            settings.load(reader);
            check(file, settings, findings);
        } catch (NoSuchFileException e) {
            findings.add(new Finding(file.toString(), 0, "is not there; name the directory that holds routes/ and config/, or start from it"));
        } catch (IOException | IllegalArgumentException e) {
            findings.add(new Finding(file.toString(), 0, "cannot be read (" + e.getClass().getSimpleName() + ")"));
        }
        if (output.isJson() || !findings.isEmpty()) {
            output.print(document(findings), findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
        }
        return findings.isEmpty() ? 0 : 1;
    }

    private static Map<String, Object> document(SortedSet<Finding> findings) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("valid", findings.isEmpty());
        document.put("findings", List.copyOf(findings));
        return document;
    }

    private void check(Path file, Properties settings, SortedSet<Finding> findings) {
        try (DefaultCamelContext context = new DefaultCamelContext(false)) {
            context.disableJMX();
            context.setStartupSummaryLevel(StartupSummaryLevel.Off);
            context.getPropertiesComponent().setOverrideProperties(settings);
            context.build();
            Path mappingDirectory = place(context, "providers.dir");
            ProviderMappings mappings = ProviderMappings.in(mappingDirectory.toString());
            mappings.reload().forEach(problem -> findings.add(finding(problem.file(), problem.line(), problem.field(), problem.reason())));
            Path campaigns = place(context, "campaigns.dir");
            List<Campaign> good = new ArrayList<>();
            if (Files.isDirectory(campaigns)) {
                Kamelets kamelets = Kamelets.in(place(context, "routes.dir").resolve("kamelets"));
                kamelets.look();
                Campaigns.check(campaigns, new CampaignReader(mappings::campaignNeeds,
                        new Connectors(kamelets, context::resolvePropertyPlaceholders, false)), good::add)
                        .forEach(problem -> findings.add(finding(problem.file(), problem.line(), problem.field(), problem.reason())));
            }
            good.stream().filter(campaign -> !mappings.names().contains(campaign.provider())).forEach(campaign -> findings.add(finding(
                    campaigns.resolve(campaign.name() + ".yaml").toString(), 0, "provider", "there is no " + mappingDirectory.resolve(campaign.provider() + ".yaml"))));
            routes(file, settings, place(context, "routes.dir"), findings);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (IllegalArgumentException e) {
            findings.add(new Finding(file.toString(), 0, String.valueOf(e.getMessage()).lines().findFirst().orElse("cannot be used")));
        }
    }

    private static void routes(Path file, Properties settings, Path home, SortedSet<Finding> findings) {
        RouteCheck check = new RouteCheck(new TrialSettings(file, settings, false),
                Map.of("clock", Clock.systemUTC(), "owner", Owner.ofThisStart(), "providers", new Providers(List.of()),
                        "connectors", new Connectors(Kamelets.in(home.resolve("kamelets")), text -> text, false),
                        "edits", new Edits(Clock.systemUTC()), PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, new HttpEngine()), List::of);
        try {
            check.check(RouteSet.read(home)).stream().map(finding -> finding.file().equals(file.toString()) ? withLine(file, finding) : finding)
                    .forEach(findings::add);
        } catch (IOException e) {
            findings.add(RouteSet.unreadable(home, e));
        }
    }

    /** The line of the setting that the reason names. */
    private static Finding withLine(Path file, Finding finding) {
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                String key = lines.get(i).replaceFirst("\\s*[=:].*", "").strip();
                if (!key.isEmpty() && (plain(finding.reason()) + " ").contains(" " + plain(key) + " ")) {
                    return new Finding(finding.file(), i + 1, finding.reason());
                }
            }
            return finding;
        } catch (IOException e) {
            return finding;
        }
    }

    /** Camel takes a setting in camel case and with hyphens, and tells of it in camel case. */
    private static String plain(String key) {
        return key.replace("-", "").toLowerCase(Locale.ROOT);
    }

    private static Finding finding(String file, int line, String field, String reason) {
        return new Finding(file, line, field.isEmpty() ? reason : field + ": " + reason);
    }

    /** A directory that a setting names, as seen from the bundle's. */
    private Path place(CamelContext context, String setting) {
        return dir.resolve(context.resolvePropertyPlaceholders("{{" + setting + "}}"));
    }
}
