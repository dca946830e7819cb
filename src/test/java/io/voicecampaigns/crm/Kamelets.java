package io.voicecampaigns.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicecampaigns.provider.PermitInterceptor;
import io.voicecampaigns.provider.Permits;
import io.voicecampaigns.provider.Providers;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.SimpleMain;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/** The kamelets of CRMs as they are shipped, in a Camel context as the product sets it up, each used alone. */
final class Kamelets implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CamelContext context = new DefaultCamelContext();
    private final Map<String, Properties> properties = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<List<JsonNode>>> runs = new ConcurrentHashMap<>();
    private final AtomicInteger instances = new AtomicInteger();

    Kamelets(Clock clock) throws Exception {
        AccessTokens tokens = new AccessTokens(clock);
        context.getRegistry().bind("clock", clock);
        context.getRegistry().bind("crmRequests", new CrmRequests(tokens, clock));
        context.getRegistry().bind("sinkSteps", new SinkSteps());
        context.getRegistry().bind("permitInterceptor", new PermitInterceptor(new Permits(clock), Providers.of(Map.of())));
        SimpleMain main = new SimpleMain(context);
        main.addInitialProperty("http.connect-timeout", "10000");
        main.addInitialProperty("http.response-timeout", "30000");
        main.addInitialProperty("camel.component.kamelet.location", "file:routes/kamelets");
        main.addInitialProperty("camel.component.kamelet.noErrorHandler", "true");
        main.addInitialProperty("camel.component.http.automaticRetriesDisabled", "true");
        main.addInitialProperty("camel.component.http.followRedirects", "false");
        main.addInitialProperty("camel.component.http.httpClientConfigurer", "#permitInterceptor");
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:sink").toD("kamelet:${variable.kamelet}");
            }
        });
        main.start();
        context.getComponent("kamelet", KameletComponent.class).setRouteProperties(properties);
        context.getManagementStrategy().addEventNotifier(new Failures());
    }

    /** Everything that a source hands over in one run. @throws Exception what ended the run, if anything did */
    List<JsonNode> read(String kamelet, Map<String, String> given) throws Exception {
        String campaign = "campaign" + instances.incrementAndGet() + "x";
        Map<String, String> all = new HashMap<>(given);
        all.put("campaign", campaign);
        String id = give(all);
        CompletableFuture<List<JsonNode>> end = new CompletableFuture<>();
        List<JsonNode> taken = new ArrayList<>();
        runs.put(campaign, end);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("kamelet:" + kamelet + "/" + id).routeId("outer-" + id).process(exchange -> {
                    JSON.valueToTree(exchange.getMessage().getBody()).forEach(taken::add);
                    if (taken.get(taken.size() - 1).path("end").asBoolean()) {
                        end.complete(taken);
                    }
                });
            }
        });
        try {
            return end.get(120, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        } catch (TimeoutException e) {
            throw new AssertionError("the run does not end; so far " + taken.size() + " objects came", e);
        }
    }

    /** What a sink answers. */
    JsonNode write(String kamelet, Map<String, String> given, Object outcomes) throws Exception {
        String target = kamelet + "/" + give(given);
        Exchange exchange = context.createProducerTemplate().request("direct:sink", message -> {
            message.setVariable("kamelet", target);
            message.getMessage().setBody(outcomes);
        });
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return JSON.valueToTree(exchange.getMessage().getBody());
    }

    private String give(Map<String, String> given) {
        String id = "instance-" + instances.incrementAndGet();
        Properties own = new Properties();
        own.putAll(given);
        properties.put(id, own);
        return id;
    }

    @Override
    public void close() {
        context.stop();
    }

    private final class Failures extends EventNotifierSupport {
        @Override
        public void notify(CamelEvent event) {
            if (event instanceof CamelEvent.ExchangeFailedEvent failed) {
                String from = failed.getExchange().getFromEndpoint().getEndpointUri();
                runs.entrySet().stream().filter(run -> from.contains(run.getKey()))
                        .forEach(run -> run.getValue().completeExceptionally(failed.getExchange().getException()));
            }
        }
    }
}
