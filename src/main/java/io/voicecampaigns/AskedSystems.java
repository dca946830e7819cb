package io.voicecampaigns;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.connector.Connectors;
import io.voicecampaigns.connector.FailureReason;
import io.voicecampaigns.connector.Kamelet;
import io.voicecampaigns.enroll.MappedBatch;
import io.voicecampaigns.preflight.Systems;
import io.voicecampaigns.preflight.UnansweredException;
import io.voicecampaigns.provider.ProviderException;
import io.voicecampaigns.salesforce.SalesforceOrg;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/** Asks other systems through the kamelets of a bundle that does nothing else, each for a limited time. */
final class AskedSystems implements Systems, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final Pattern ORIGIN = Pattern.compile("(https?://[^/?#{}\\s]+).*");

    private final CamelContext context;
    private final Connectors connectors;
    private final KameletInstances instances;
    private final ProducerTemplate template;
    private boolean hasOrgs;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "asking");
        thread.setDaemon(true);
        return thread;
    });

    /** @param bundle a job that runs */
    AskedSystems(Bundle bundle) {
        this.context = bundle.context();
        this.connectors = bundle.bean("connectors", Connectors.class);
        this.instances = bundle.bean("kameletInstances", KameletInstances.class);
        this.template = context.createProducerTemplate();
        instances.open();
    }

    @Override
    public Object ask(String kamelet, Object body) {
        return within(() -> template.requestBody("kamelet:" + kamelet, body));
    }

    @Override
    public Object ask(Campaign campaign, String kamelet, Map<String, String> properties) {
        return within(() -> {
            openOrgs();
            return template.requestBody("kamelet:" + instances.asking(campaign, kamelet, properties), "");
        });
    }

    /** Only now: an org's secret may stand in a file, and campaigns that do without the org do without the file. */
    private synchronized void openOrgs() {
        if (!hasOrgs) {
            context.getRegistry().findByTypeWithName(SalesforceOrg.class).forEach((name, org) -> context.addComponent(name, org.component()));
            hasOrgs = true;
        }
    }

    @Override
    public boolean has(String kamelet) {
        return connectors.kamelets().find(kamelet).isPresent();
    }

    @Override
    public Set<String> origins(String kamelet, Map<String, String> properties) {
        Map<String, String> all = new TreeMap<>();
        connectors.kamelets().find(kamelet).map(Kamelet::properties).orElse(Map.of()).forEach((name, property) -> {
            if (property.defaultValue() != null) {
                all.put(name, property.defaultValue());
            }
        });
        all.putAll(properties);
        Set<String> origins = new TreeSet<>();
        all.values().forEach(value -> {
            Matcher origin = ORIGIN.matcher(context.resolvePropertyPlaceholders(value));
            if (origin.matches()) {
                origins.add(origin.group(1));
            }
        });
        return origins;
    }

    @Override
    public int knock(String origin) {
        return within(() -> HttpClient.newBuilder().connectTimeout(CONNECTING).followRedirects(HttpClient.Redirect.NEVER).build()
                .send(HttpRequest.newBuilder(URI.create(origin + "/")).method("HEAD", HttpRequest.BodyPublishers.noBody()).timeout(PATIENCE).build(),
                        HttpResponse.BodyHandlers.discarding()).statusCode());
    }

    @Override
    public void enrich(MappedBatch batch) {
        within(() -> {
            Exchange exchange = template.send("direct:enrich-contacts", each -> each.getMessage().setBody(batch));
            // the stage's error handling has taken care of it, for rows that come again
            Exception failure = exchange.getException() != null ? exchange.getException() : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
            if (failure != null) {
                throw failure;
            }
            return batch;
        });
    }

    private <T> T within(Callable<T> question) {
        try {
            return threads.submit(question).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new UnansweredException("no answer within " + PATIENCE.toSeconds() + " s", false);
        } catch (ExecutionException e) {
            throw new UnansweredException(reason(e.getCause()), cause(e, ProviderException.class).map(ProviderException::isAboutAccess).orElse(false));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnansweredException("interrupted", false);
        }
    }

    private static String reason(Throwable failure) {
        if (cause(failure, ConnectException.class).isPresent()) {
            return "no connection";
        }
        if (cause(failure, UnknownHostException.class).isPresent()) {
            return "no such host";
        }
        boolean isLate = cause(failure, InterruptedIOException.class).isPresent() || cause(failure, HttpTimeoutException.class).isPresent();
        return isLate ? "no answer in time" : FailureReason.of(failure);
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
