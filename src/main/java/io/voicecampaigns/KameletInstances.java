package io.voicecampaigns;

import io.voicecampaigns.call.ContactChecks;
import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.campaign.Sink;
import io.voicecampaigns.connector.Connectors;
import io.voicecampaigns.connector.FailureReason;
import io.voicecampaigns.privacy.LogGuard;
import io.voicecampaigns.reload.KameletUse;
import io.voicecampaigns.reload.RouteOwner;
import io.voicecampaigns.report.ReportBatch;
import io.voicecampaigns.report.SinkUnusableException;
import io.voicecampaigns.source.SourceRun;
import io.voicecampaigns.source.Sources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.engine.DefaultShutdownStrategy;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes that campaigns make of kamelets: one for each run of a source, and one for each campaign's sink. Their properties reach them
 * past the endpoint's URI, which Camel prints and which therefore never holds an address or a token. Thread-safe.
 */
public final class KameletInstances implements CamelContextAware, RoutePolicyFactory, RouteOwner {
    /** Routes find them by a message that names the provider, so no file tells of them. */
    private static final List<String> PROVIDER_ACTIONS = List.of("-start-call-action", "-list-calls-action", "-get-call-action");
    private static final Logger LOG = LoggerFactory.getLogger(KameletInstances.class);
    private static final String TEMPLATE = "take-contacts";
    private static final Duration STOP = Duration.ofSeconds(2);
    /** Long enough for what is about to end by itself. */
    private static final Duration MAY_STILL_END = Duration.ofMillis(500);

    private final Campaigns campaigns;
    private final Connectors connectors;
    private final Sources sources;
    private final Map<String, Properties> properties = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> inFlight = new ConcurrentHashMap<>();
    /** By campaign and kamelet. */
    private final Map<String, Called> called = new ConcurrentHashMap<>();
    private final AtomicInteger generation = new AtomicInteger();
    private final KameletLeftovers leftovers = new KameletLeftovers();
    /** Runs whose routes are gone while something of them is under way. */
    private final Set<SourceRun> fenced = ConcurrentHashMap.newKeySet();
    private volatile long releasedAt;
    private CamelContext context;

    /** A kamelet that is called, with what it was given. */
    private record Called(String uri, String route, Map<String, String> properties) {
    }

    public KameletInstances(Campaigns campaigns, Connectors connectors, Sources sources) {
        this.campaigns = campaigns;
        this.connectors = connectors;
        this.sources = sources;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        context = camelContext;
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    /** To be called before routes start. */
    void open() {
        context.getComponent("kamelet", KameletComponent.class).setRouteProperties(properties);
    }

    /** Makes the route of a run; from then on its kamelet hands over contacts. What goes wrong is the run's failure. */
    public void start(SourceRun run) {
        leftovers.beginMaking(run.instance());
        try {
            give(run.instance(), run.kamelet(), connectors.properties(run.kamelet(), run.ofCampaign(), run.ofProduct()));
            inFlight.put(run.instance(), new AtomicInteger());
            // by itself, before its route is added: adding locks Camel's model and then the kamelets, and whoever calls a kamelet for
            // the first time locks them the other way round. Until the route is there, the kamelet waits for it
            context.getEndpoint("kamelet:" + run.kamelet() + "/" + run.instance());
            TemplatedRouteBuilder.builder(context, TEMPLATE).routeId(outer(run.instance()))
                    .parameter("kamelet", run.kamelet()).parameter("source", run.instance()).add();
        } catch (Exception e) {
            sources.failed(run, "it cannot be started (" + FailureReason.of(e) + ")");
        } finally {
            leftovers.endMaking();
        }
    }

    /** Takes away the routes of runs that are over, once nothing of them is under way any more. */
    public void removeFinished() {
        for (SourceRun run : sources.runs()) {
            if (run.isOver()) {
                stopConsumer(run.instance());
                if (inFlight.getOrDefault(run.instance(), new AtomicInteger()).get() <= 0) {
                    remove(run, STOP);
                    inFlight.remove(run.instance());
                    fenced.remove(run);
                    sources.gone(run);
                }
            }
        }
    }

    private void remove(SourceRun run, Duration patience) {
        remove(run.instance(), outer(run.instance()), "kamelet://" + run.kamelet() + "/" + run.instance(), patience);
        leftovers.over(run.instance(), context, patience);
    }

    /** What these runs wait for may take minutes. Nothing that they still hand over is taken, so nobody needs to wait for them; the next runs do. */
    private void fence() {
        LogGuard.silence(DefaultShutdownStrategy.class);
        try {
            sources.runs().stream().filter(SourceRun::isOver).filter(fenced::add).forEach(run -> remove(run, Duration.ofMillis(1)));
        } finally {
            LogGuard.hear(DefaultShutdownStrategy.class);
        }
    }

    /** Nothing new begins, however the kamelet is made; unlike stopping the route, it waits for nothing. */
    private void stopConsumer(String route) {
        Route found = context.getRoute(route);
        Consumer consumer = found == null ? null : found.getConsumer();
        if (consumer != null) {
            consumer.stop();
        }
    }

    /**
     * The kamelet that a batch is handed to, with the properties that its campaign gives it, as {@code <kamelet>/<route>}.
     *
     * @throws SinkUnusableException if its campaign does not name the sink any more, or it must not be given simulated outcomes
     */
    public String sink(ReportBatch batch) {
        if (batch.sink().equals("file")) {
            return Connectors.sinkOf(batch.sink());
        }
        Sink settings = campaigns.lastKnown(batch.campaign()).flatMap(campaign -> campaign.report().sink(batch.sink()))
                .orElseThrow(() -> new SinkUnusableException("campaign " + batch.campaign() + " does not report to " + batch.sink() + " any more"));
        connectors.refusalOfSink(settings.system(), settings.properties()).ifPresent(reason -> {
            throw new SinkUnusableException(reason);
        });
        return called(batch.campaign(), Connectors.sinkOf(batch.sink()), settings.properties());
    }

    /** The kamelet that tells which contacts must not be called; of its source's properties, it has those that it declares. */
    public String check(ContactChecks.Check check) {
        return asking(check.campaign(), check.kamelet(), check.campaign().source().properties());
    }

    /** A kamelet that asks one of a campaign's systems something; of the system's properties, it has those that it declares. */
    String asking(Campaign campaign, String kamelet, Map<String, String> properties) {
        Map<String, String> own = new TreeMap<>(properties);
        own.keySet().removeIf(name -> connectors.kamelets().find(kamelet).filter(found -> found.declares(name)).isEmpty());
        return called(campaign.name(), kamelet, own);
    }

    private String called(String campaign, String kamelet, Map<String, String> ofCampaign) {
        Map<String, String> values = connectors.properties(kamelet, ofCampaign, Map.of("campaign", campaign));
        return called.compute(campaign + " " + kamelet, (key, known) -> {
            if (known != null && known.properties().equals(values)) {
                return known;
            }
            if (known != null) {
                remove(known);
            }
            // never an id of before: whoever called that one holds on to it
            String route = kamelet + "-of-" + campaign + "-" + generation.incrementAndGet();
            give(route, kamelet, values);
            return new Called(kamelet + "/" + route, route, values);
        }).uri();
    }

    /** What campaigns need of kamelets, with what they and the product give them. */
    @Override
    public List<KameletUse> kamelets() {
        List<KameletUse> uses = new ArrayList<>();
        for (Campaign campaign : campaigns.all()) {
            String file = "campaign " + campaign.name();
            uses.add(use(file, Connectors.sourceOf(campaign.source().system()), campaign.source().properties(), Connectors.GIVEN_TO_SOURCES));
            campaign.report().to().forEach(sink -> uses.add(use(file, Connectors.sinkOf(sink.system()), sink.properties(), Connectors.GIVEN_TO_SINKS)));
            PROVIDER_ACTIONS.forEach(action -> uses.add(new KameletUse(file, 0, campaign.provider() + action, Map.of())));
        }
        return uses;
    }

    private KameletUse use(String file, String kamelet, Map<String, String> ofCampaign, Set<String> ofProduct) {
        Map<String, String> all = new TreeMap<>(ofCampaign);
        ofProduct.forEach(name -> connectors.kamelets().find(kamelet).filter(found -> found.declares(name)).ifPresent(found -> all.put(name, "")));
        return new KameletUse(file, 0, kamelet, all);
    }

    /** Runs of sources end after the page that they hand over, whatever else they wait for. Kamelets that are called need no more than that nobody calls them. */
    @Override
    public boolean release() {
        sources.hold();
        removeFinished();
        if (releasedAt == 0) {
            releasedAt = System.nanoTime();
        } else if (System.nanoTime() - releasedAt > MAY_STILL_END.toNanos()) {
            fence();
        }
        return fenced.containsAll(sources.runs());
    }

    @Override
    public void renew() {
        releasedAt = 0;
        sources.resume();
    }

    private void remove(Called known) {
        remove(known.route(), null, "kamelet://" + known.uri(), STOP);
    }

    private void remove(String route, String outerRoute, String endpoint, Duration patience) {
        properties.remove(route);
        try {
            for (String each : new String[] {outerRoute, route}) {
                if (each != null && context.getRoute(each) != null) {
                    context.getRouteController().stopRoute(each, patience.toMillis(), TimeUnit.MILLISECONDS);
                    context.removeRoute(each);
                }
            }
            Endpoint left = context.hasEndpoint(endpoint);
            if (left != null) {
                context.removeEndpoint(left);
            }
        } catch (Exception e) {
            LOG.warn("the route {} cannot be removed: {}", route, e.getClass().getSimpleName());
        }
    }

    private void give(String route, String kamelet, Map<String, String> values) {
        connectors.secrets(kamelet, values).forEach(LogGuard::secret);
        Properties given = new Properties();
        given.putAll(values);
        properties.put(route, given);
    }

    private static String outer(String instance) {
        return "take-contacts-of-" + instance;
    }

    /** Camel asks for every route; only those of runs are watched. */
    @Override
    public RoutePolicy createRoutePolicy(CamelContext camelContext, String routeId, NamedNode route) {
        leftovers.made(routeId);
        return sources.run(routeId).isPresent() ? new Watch(routeId) : null;
    }

    private final class Watch extends RoutePolicySupport {
        private final String instance;

        Watch(String instance) {
            this.instance = instance;
        }

        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            Optional.ofNullable(inFlight.get(instance)).ifPresent(AtomicInteger::incrementAndGet);
        }

        @Override
        public void onExchangeDone(Route route, Exchange exchange) {
            if (exchange.getException() != null) {
                sources.run(instance).ifPresent(run -> sources.failed(run, FailureReason.of(exchange.getException())));
            }
            AtomicInteger left = inFlight.get(instance);
            if (left != null && left.decrementAndGet() <= 0) {
                sources.run(instance).ifPresent(sources::handsOverNothing);
            }
        }
    }
}
