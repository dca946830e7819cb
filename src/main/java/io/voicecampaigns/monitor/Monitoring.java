package io.voicecampaigns.monitor;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.voicecampaigns.agent.Releases;
import io.voicecampaigns.agent.Snapshots;
import io.voicecampaigns.call.Lines;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.edit.Edits;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.metrics.Meters;
import io.voicecampaigns.provider.ProviderAccount;
import io.voicecampaigns.provider.Providers;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSentEvent;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.SimpleEventNotifierSupport;

/**
 * Has the metrics that are read when somebody asks registered as soon as Camel starts, and counts requests to providers: those that a
 * kamelet {@code <provider>-<operation>-action} sends, whoever wrote it.
 */
public final class Monitoring extends SimpleEventNotifierSupport {
    private static final Pattern ACTION = Pattern.compile("(.+?)-action(-.*)?");
    private static final String STARTS_A_CALL = "start-call";

    private final PrometheusMeterRegistry registry;
    private final Meters meters;
    private final Edits edits;
    private final LedgerGauges ledger;
    private final ServiceGauges service;
    /** The longest first: one may be the beginning of another. */
    private final List<String> providers;
    /** By the id of the route that sends: there are as many as routes. */
    private final Map<String, Optional<Operation>> operations = new ConcurrentHashMap<>();

    public Monitoring(PrometheusMeterRegistry registry, Meters meters, Clock clock, Edits edits, Ledger ledger, Campaigns campaigns, Lines lines, Providers providers,
            Snapshots snapshots, Releases releases) {
        this.registry = registry;
        this.meters = meters;
        this.edits = edits;
        this.ledger = new LedgerGauges(ledger, campaigns, clock, System::nanoTime);
        this.service = new ServiceGauges(ledger, lines, providers, snapshots, releases, clock);
        this.providers = providers.all().stream().map(ProviderAccount::name).sorted(Comparator.comparingInt(String::length).reversed()).toList();
        setIgnoreExchangeEvents(false);
        setIgnoreExchangeSentEvents(false);
        // Camel times only what somebody wants to hear of beforehand
        setIgnoreExchangeSendingEvents(false);
    }

    @Override
    protected void doStart() {
        providers.forEach(meters::expect);
        FunctionCounter.builder("voice_campaigns.reloads", edits, Edits::accepted).tag("result", "accepted")
                .description("Edits of routes, kamelets and campaigns, by whether they came into use").register(registry);
        FunctionCounter.builder("voice_campaigns.reloads", edits, Edits::refused).tag("result", "refused")
                .description("Edits of routes, kamelets and campaigns, by whether they came into use").register(registry);
        MultiCollector collector = () -> new MetricSnapshots(Stream.concat(ledger.read().stream(), service.read().stream())
                .<MetricSnapshot>map(Gauge::snapshot).toList());
        registry.getPrometheusRegistry().register(collector);
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof ExchangeSentEvent sent && isHttp(sent.getEndpoint())
                || event instanceof ExchangeSendingEvent sending && isHttp(sending.getEndpoint());
    }

    private static boolean isHttp(Endpoint endpoint) {
        return endpoint.getEndpointBaseUri().startsWith("http");
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof ExchangeSentEvent sent) {
            count(sent);
        }
    }

    private void count(ExchangeSentEvent sent) {
        Exchange exchange = sent.getExchange();
        operations.computeIfAbsent(String.valueOf(ExchangeHelper.getAtRouteId(exchange)), this::operation).ifPresent(operation -> {
            Integer status = exchange.getException() == null ? exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class) : null;
            meters.requested(operation.provider(), operation.name(), status == null ? "none" : status.toString());
            if (operation.name().equals(STARTS_A_CALL)) {
                meters.dialled(operation.provider(), Duration.ofMillis(sent.getTimeTaken()));
            }
        });
    }

    private Optional<Operation> operation(String routeId) {
        Matcher action = ACTION.matcher(routeId);
        return action.matches() ? providers.stream().filter(name -> action.group(1).startsWith(name + "-")).findFirst()
                .map(name -> new Operation(name, action.group(1).substring(name.length() + 1))) : Optional.empty();
    }

    private record Operation(String provider, String name) {
    }
}
