package io.voicecampaigns;

import io.voicecampaigns.call.Dialing;
import io.voicecampaigns.replica.Duties;
import io.voicecampaigns.replica.Owner;
import io.voicecampaigns.call.Upkeep;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.connector.Connectors;
import io.voicecampaigns.connector.Kamelets;
import io.voicecampaigns.edit.Edits;
import io.voicecampaigns.enroll.ContactLists;
import io.voicecampaigns.health.HealthPaths;
import io.voicecampaigns.health.RoutesHealth;
import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.operate.CampaignEdits;
import io.voicecampaigns.privacy.LogGuard;
import io.voicecampaigns.provider.ProviderAccount;
import io.voicecampaigns.provider.Providers;
import io.voicecampaigns.provider.Secret;
import io.voicecampaigns.reload.LiveRoutes;
import io.voicecampaigns.reload.RouteCheck;
import io.voicecampaigns.reload.RouteOwner;
import io.voicecampaigns.reload.TrialSettings;
import io.voicecampaigns.salesforce.SalesforceOrg;
import io.voicecampaigns.source.Sources;
import io.voicecampaigns.trace.AttemptTraces;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.MainSupport;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * The routes of a directory with their beans, as one Camel application: opened in the right order, closed in the opposite one. What
 * settings mean stands in {@code config/application.properties}.
 */
public final class Bundle implements AutoCloseable {
    private static final int IGNORE_ENVIRONMENT = PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER;

    private final MainSupport main;
    private final Properties overrides = new Properties();
    private final Clock clock;
    private final boolean isSimulated;
    private final boolean ignoresEnvironment;
    private final boolean needsProvider;
    private final boolean isJob;
    private final Path settingsFile;
    private Edits edits;
    private LiveRoutes routes;
    private OperateServer server;

    private record SimulatedAccount(URI address, String key) {
    }

    /** How a bundle is to be started. */
    public static final class Options {
        private final Map<String, String> settings = new TreeMap<>();
        private Path config = Path.of("config");
        private Clock clock = Clock.systemUTC();
        private boolean isSimulated;
        private boolean ignoresEnvironment;
        private boolean needsProvider;
        private String jobRoutes = "";
        private Optional<SimulatedAccount> simulator = Optional.empty();

        /** The directory of {@code application.properties}. */
        public Options config(Path directory) {
            config = directory;
            return this;
        }

        /** A setting that goes before those of the file and of the environment. */
        public Options set(String key, Object value) {
            settings.put(key, String.valueOf(value));
            return this;
        }

        public Options clock(Clock other) {
            clock = other;
            return this;
        }

        /** The provider forgets its calls when it ends, so the ledger does not hold on to its address. */
        public Options simulated() {
            isSimulated = true;
            return this;
        }

        /** Whatever accounts the settings name, their calls go to this address, and nowhere else. */
        public Options simulatedBy(URI address, String key) {
            simulator = Optional.of(new SimulatedAccount(address, key));
            return simulated();
        }

        /** Refuses to start where no provider could be called. */
        public Options needingProvider() {
            needsProvider = true;
            return this;
        }

        /** Nothing begins by itself, and the ledger stays closed: there are only these route files, for whoever calls what is in them. */
        public Options job(String... files) {
            jobRoutes = Stream.of(files).map(name -> "file:{{routes.dir}}/" + name + ".camel.yaml").collect(Collectors.joining(","));
            return set("camel.management.enabled", false).set("camel.server.enabled", false)
                    .set("camel.component.kamelet.location", "file:{{routes.dir}}/kamelets,classpath:kamelets");
        }

        /** Neither an exported provider nor an exported ledger has any effect. */
        public Options ignoringEnvironment() {
            ignoresEnvironment = true;
            return this;
        }
    }

    public Bundle(Options options) {
        this(options, openRoutes -> new Main() {
            @Override
            protected void doStart() throws Exception {
                super.doStart();
                openRoutes.call();
            }
        });
    }

    /** @param runtime makes a Camel that is not started yet, and calls what it is given once the context runs */
    Bundle(Options options, Function<Callable<Void>, MainSupport> runtime) {
        this.main = runtime.apply(this::openRoutes);
        this.clock = options.clock;
        this.isSimulated = options.isSimulated;
        this.ignoresEnvironment = options.ignoresEnvironment;
        this.needsProvider = options.needsProvider;
        this.isJob = !options.jobRoutes.isEmpty();
        main.configure().setAutoConfigurationEnvironmentVariablesEnabled(!options.ignoresEnvironment);
        this.settingsFile = options.config.resolve("application.properties");
        main.setDefaultPropertyPlaceholderLocation("file:" + settingsFile);
        overrides.putAll(options.settings);
        // the application loads them: see LiveRoutes
        overrides.setProperty("camel.main.routes-include-pattern", isJob ? options.jobRoutes : "false");
        options.simulator.ifPresent(account -> simulateAll(account, settingsFile));
        main.setOverrideProperties(overrides);
        main.addMainListener(new Opening());
    }

    /** Settings may name accounts that this program's authors never heard of: those are not called either. */
    private void simulateAll(SimulatedAccount account, Path file) {
        Properties settings = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            settings.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settings.stringPropertyNames().stream().filter(key -> key.matches("providers\\.[^.]+\\.base-url")).forEach(key -> {
            overrides.setProperty(key, account.address().toString());
            overrides.setProperty(key.replace(".base-url", ".api-key"), account.key());
        });
    }

    private Void openRoutes() throws Exception {
        // a job's few routes are loaded by Camel: they are not exchanged while it runs
        if (isJob) {
            return null;
        }
        Duration interval = context().getTypeConverter().mandatoryConvertTo(Duration.class, context().resolvePropertyPlaceholders("{{reload.interval}}"));
        routes.open((ModelCamelContext) context(), interval);
        server.open(context());
        return null;
    }

    /** Starts and returns once routes run. */
    public void start() {
        main.start();
    }

    /** Starts and returns once the process is told to end. */
    public int run() throws Exception {
        main.run();
        return main.getExitCode();
    }

    @Override
    public void close() {
        main.stop();
    }

    /** Ends as a signal would: new work is refused, work in flight is finished. */
    public void complete() {
        main.completed();
    }

    /** A bean by its name in {@code beans.camel.yaml}. */
    public <T> T bean(String name, Class<T> type) {
        return main.getCamelContext().getRegistry().lookupByNameAndType(name, type);
    }

    /** The routes, and what is wrong with their files. */
    public LiveRoutes routes() {
        return routes;
    }

    public CamelContext context() {
        return main.getCamelContext();
    }

    private final class Opening extends MainListenerSupport {
        @Override
        public void beforeInitialize(BaseMainSupport support) {
            if (ignoresEnvironment) {
                ((PropertiesComponent) support.getCamelContext().getPropertiesComponent()).setEnvironmentVariableMode(IGNORE_ENVIRONMENT);
            }
        }

        @Override
        public void beforeConfigure(BaseMainSupport support) {
            CamelContext context = support.getCamelContext();
            Providers providers = providers(context);
            if (needsProvider && providers.all().isEmpty()) {
                throw new NotConfiguredException("""
                        No provider is set up, so nobody can be called. Either set the provider's address and key in the environment:
                          DIGA_BASE_URL=https://<address> DIGA_API_KEY=<key> java -jar voice-campaigns.jar
                        (FEATHER_BASE_URL and FEATHER_API_KEY for Feather; or providers.<name>.base-url and .api-key in config/application.properties),
                        or add --simulate: then nobody is called, and everything is kept under data/simulated.""");
            }
            if (!Management.hasItsPort(context)) {
                overrides.setProperty("camel.management.enabled", "false");
            }
            server = OperateServer.prepare(context, overrides, clock);
            providers.all().forEach(account -> LogGuard.secret(account.apiKey().reveal()));
            LogGuard.secret(context.resolvePropertyPlaceholders("{{installation.secret}}"));
            LogGuard.secret(context.resolvePropertyPlaceholders("{{ledger.password}}"));
            // the kamelets that run, whatever stands in files that are being edited
            Kamelets kamelets = new Kamelets(() -> routes == null ? Map.of() : routes.kamelets());
            edits = new Edits(clock);
            Map<String, Object> bound = Map.of("clock", clock, "edits", edits, "owner", Owner.ofThisStart(), "providers", providers,
                    "connectors", new Connectors(kamelets, context::resolvePropertyPlaceholders, isSimulated),
                    PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, new HttpEngine());
            bound.forEach((name, bean) -> context.getRegistry().bind(name, bean));
            RouteCheck check = new RouteCheck(new TrialSettings(settingsFile, context.getPropertiesComponent().loadProperties(), ignoresEnvironment), bound,
                    () -> context.getRegistry().findByType(RouteOwner.class).stream().flatMap(owner -> owner.kamelets().stream()).toList());
            routes = LiveRoutes.choose(Path.of(context.resolvePropertyPlaceholders("{{routes.dir}}")),
                    Path.of(context.resolvePropertyPlaceholders("{{data.dir}}")), check, edits);
            context.getRegistry().bind("routesHealth", new RoutesHealth(routes));
            routes.loadBeans(context);
        }

        private void open() {
            bean("ledger", Ledger.class).start();
            Installation installation = bean("installation", Installation.class);
            installation.start();
            LogGuard.secret(installation.secret());
            Secret secret = new Secret(installation.secret());
            for (ProviderAccount account : bean("providers", Providers.class).all()) {
                installation.claimAccount(account.name(), isSimulated ? "simulated" : account.fingerprint(secret));
            }
            bean("campaigns", Campaigns.class).refresh();
            edits.follow(bean("campaigns", Campaigns.class));
            bean("campaignEdits", CampaignEdits.class).start();
            bean("upkeep", Upkeep.class).start();
            if (installation.isRestored()) {
                bean("contactLists", ContactLists.class).tellForgotten();
            }
        }

        @Override
        public void afterConfigure(BaseMainSupport support) {
            if (isJob) {
                return;
            }
            CamelContext context = support.getCamelContext();
            try {
                Files.createDirectories(Path.of(context.resolvePropertyPlaceholders("{{data.dir}}/inbox")));
            } catch (IOException e) {
                throw new UncheckedIOException("the data directory cannot be made: is DATA_DIR writable?", e);
            }
            try {
                open();
            } catch (RuntimeException e) {
                bean("ledger", Ledger.class).close();
                throw e;
            }
            // under their beans' names, so that a kamelet says {{org}}:raw
            context.getRegistry().findByTypeWithName(SalesforceOrg.class).forEach((name, org) -> context.addComponent(name, org.component()));
            bean("kameletInstances", KameletInstances.class).open();
            context.addLifecycleStrategy(new Closing());
            try {
                context.addStartupListener(new HealthPaths());
                context.addStartupListener(server);
            } catch (Exception e) {
                throw new IllegalStateException("health cannot be told by stage", e);
            }
        }

    }

    /** Runs once the routes have stopped, whoever stopped them: a signal, a caller, or a start that failed half-way. */
    private final class Closing extends LifecycleStrategySupport {
        @Override
        public void onContextStopping(CamelContext context) {
            server.close();
            routes.close();
            // a source that waits for something to come would wait for as long as a stop may take
            Sources sources = bean("sources", Sources.class);
            if (sources != null) {
                sources.hold();
            }
        }

        @Override
        public void onContextStopped(CamelContext context) {
            bean("dialing", Dialing.class).giveBack();
            bean("duties", Duties.class).end();
            bean("traces", AttemptTraces.class).close();
            bean("ledger", Ledger.class).close();
        }
    }

    private static Providers providers(CamelContext context) {
        Map<String, String> settings = new TreeMap<>();
        Properties all = context.getPropertiesComponent().loadProperties(key -> key.startsWith("providers."));
        for (String key : all.stringPropertyNames()) {
            settings.put(key, context.resolvePropertyPlaceholders("{{" + key + "}}"));
        }
        return Providers.of(settings);
    }
}
