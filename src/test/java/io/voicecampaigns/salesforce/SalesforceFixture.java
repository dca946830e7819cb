package io.voicecampaigns.salesforce;

import static org.awaitility.Awaitility.await;

import io.voicecampaigns.SettableClock;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.connector.Connectors;
import io.voicecampaigns.connector.Kamelets;
import io.voicecampaigns.contact.PhoneNumbers;
import io.voicecampaigns.enroll.CampaignFolder;
import io.voicecampaigns.ledger.DataDir;
import io.voicecampaigns.provider.ProviderMappings;
import io.voicecampaigns.simulator.salesforce.Field;
import io.voicecampaigns.simulator.salesforce.FieldType;
import io.voicecampaigns.simulator.salesforce.SalesforceStandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.SimpleMain;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.RoutePolicySupport;

/** The Salesforce kamelets as they are shipped, in a context as the product sets it up, against a stand-in on a real socket. */
final class SalesforceFixture implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    final SettableClock clock = new SettableClock(NOW);
    final SalesforceStandIn org = SalesforceStandIn.start(clock, 0);
    final SalesforceQuota quota = new SalesforceQuota(clock, 10, 20);
    final Map<String, Object> beans = new LinkedHashMap<>();
    private final Map<String, Properties> properties = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();
    private SimpleMain main;
    private CamelContext camel;

    SalesforceFixture(Path dir) {
        org.field("Task", Field.text("AI_Call_Id__c", 36).external());
        org.field("Task", Field.text("AI_Recording_URL__c", 255));
        org.field("Contact", Field.text("Last_Call__c", 40));
        org.field("Contact", Field.of("Calls__c", FieldType.NUMBER));
        beans.put("salesforce", orgAt(org.baseUri().toString()));
        beans.put("impatient", orgAt(org.baseUri().toString(), 500));
        beans.put("salesforceQuota", quota);
        beans.put("clock", clock);
        beans.put("campaigns", campaigns(dir));
    }

    static SalesforceOrg orgAt(String loginUrl) {
        return orgAt(loginUrl, 30_000);
    }

    static SalesforceOrg orgAt(String loginUrl, int responseTimeoutMs) {
        return new SalesforceOrg(loginUrl, SalesforceStandIn.CLIENT_ID, SalesforceStandIn.CLIENT_SECRET, "", "", "", "", "", 30_000, responseTimeoutMs);
    }

    private Campaigns campaigns(Path dir) {
        try {
            Path folder = Files.createDirectories(dir.resolve("campaigns"));
            Files.writeString(folder.resolve("renewals.yaml"), """
                    provider: diga
                    from-number: "+34910000999"
                    contacts: {phone: Phone}
                    calling: {zone: Pacific/Auckland, window: always}
                    """);
            Campaigns campaigns = CampaignFolder.campaigns(folder.toString(), DataDir.of(dir.resolve("data").toString()), new PhoneNumbers(), new ProviderMappings(Path.of("config/providers")), clock,
                    new Connectors(Kamelets.in(Path.of("routes/kamelets")), text -> text, false));
            campaigns.refresh();
            return campaigns;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SalesforceFixture start() throws Exception {
        camel = new DefaultCamelContext();
        beans.forEach((name, bean) -> {
            camel.getRegistry().bind(name, bean);
            if (bean instanceof SalesforceOrg each) {
                camel.addComponent(name, each.component());
            }
        });
        main = new SimpleMain(camel);
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:call").toD("kamelet:${variable.kamelet}");
            }
        });
        main.addInitialProperty("camel.component.kamelet.location", "file:routes/kamelets");
        main.addInitialProperty("camel.component.kamelet.noErrorHandler", "true");
        main.start();
        camel.getComponent("kamelet", KameletComponent.class).setRouteProperties(properties);
        return this;
    }

    /** What one reading handed over, page by page, and how it ended. */
    record Run(List<List<Map<String, Object>>> pages, List<Throwable> failures, AtomicBoolean hasEnded) {
        List<Map<String, Object>> items() {
            return pages.stream().flatMap(List::stream).toList();
        }

        List<Map<String, Object>> contacts() {
            return items().stream().filter(item -> item.containsKey("columns")).toList();
        }

        boolean isOver() {
            return !failures.isEmpty() || hasEnded.get();
        }

        String cursor() {
            return items().stream().filter(item -> item.containsKey("cursor")).map(item -> String.valueOf(item.get("cursor"))).reduce((a, b) -> b).orElse("");
        }
    }

    /** Reads until the end or a failure. */
    Run read(Map<String, String> given) throws Exception {
        return read(given, page -> { });
    }

    /** Reads to the end and keeps nothing. */
    void readThrough(Map<String, String> given, Consumer<List<Map<String, Object>>> taking) throws Exception {
        read(given, taking, false);
    }

    /** @param taking what is done with each page; its exception means that the page is not taken */
    Run read(Map<String, String> given, Consumer<List<Map<String, Object>>> taking) throws Exception {
        return read(given, taking, true);
    }

    private Run read(Map<String, String> given, Consumer<List<Map<String, Object>>> taking, boolean isKept) throws Exception {
        String instance = instance(with(given, "campaign", "renewals"));
        Run run = new Run(Collections.synchronizedList(new ArrayList<>()), Collections.synchronizedList(new ArrayList<>()), new AtomicBoolean());
        // a failed reading is only seen on the kamelet's own route
        camel.addRoutePolicyFactory((context, routeId, route) -> routeId.equals(instance) ? new RoutePolicySupport() {
            @Override
            public void onExchangeDone(Route ended, Exchange exchange) {
                if (exchange.getException() != null) {
                    run.failures().add(exchange.getException());
                }
            }
        } : null);
        camel.addRoutes(new RouteBuilder() {
            @Override
            @SuppressWarnings("unchecked")
            public void configure() {
                errorHandler(noErrorHandler());
                from("kamelet:salesforce-contacts-source/" + instance).process(exchange -> {
                    List<Map<String, Object>> page = exchange.getMessage().getBody(List.class);
                    taking.accept(page);
                    if (isKept) {
                        run.pages().add(page);
                    }
                    if (page.stream().anyMatch(item -> item.containsKey("end"))) {
                        run.hasEnded().set(true);
                    }
                });
            }
        });
        await().atMost(PATIENCE).until(run::isOver);
        return run;
    }

    /** What the sink answers, by the outcome's ref; or its exception. */
    Exchange write(Map<String, String> given, List<Map<String, Object>> outcomes) {
        return call("salesforce-outcomes-sink", with(given, "campaign", "renewals"), outcomes);
    }

    @SuppressWarnings("unchecked")
    Map<String, Map<String, Object>> answers(Exchange exchange) {
        if (exchange.getException() != null) {
            throw new AssertionError(exchange.getException());
        }
        Map<String, Map<String, Object>> answers = new LinkedHashMap<>();
        ((List<Map<String, Object>>) exchange.getMessage().getBody()).forEach(answer -> answers.put(String.valueOf(answer.get("ref")), answer));
        return answers;
    }

    Exchange check(List<String> refs) {
        return check(Map.of(), refs);
    }

    Exchange check(Map<String, String> given, List<String> refs) {
        return call("salesforce-contacts-check-action", given, refs);
    }

    private Exchange call(String kamelet, Map<String, String> given, Object body) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.setVariable("kamelet", kamelet + "/" + instance(given));
        exchange.getMessage().setBody(body);
        return camel.createProducerTemplate().send("direct:call", exchange);
    }

    private String instance(Map<String, String> given) {
        String instance = "instance-" + number.incrementAndGet();
        Properties all = new Properties();
        all.putAll(given);
        properties.put(instance, all);
        return instance;
    }

    private static Map<String, String> with(Map<String, String> given, String key, String value) {
        Map<String, String> all = new LinkedHashMap<>(given);
        all.putIfAbsent(key, value);
        return all;
    }

    /** A contact of the org; answers its id. */
    String contact(String name, Object... more) {
        Map<String, Object> fields = new LinkedHashMap<>(Map.of("LastName", name, "Phone", "+34 600 000 0" + (10 + number.incrementAndGet() % 90)));
        for (int i = 0; i < more.length; i += 2) {
            fields.put(String.valueOf(more[i]), more[i + 1]);
        }
        return org.create("Contact", fields);
    }

    /** An outcome as sinks are given it. */
    static Map<String, Object> outcome(String ref, String contactRef, String disposition, Object... more) {
        Map<String, Object> outcome = new LinkedHashMap<>();
        outcome.put("ref", ref);
        outcome.put("revision", 1);
        outcome.put("final", true);
        outcome.put("campaign", "renewals");
        outcome.put("edition", 1);
        outcome.put("list", "salesforce");
        outcome.put("row", 1);
        outcome.put("contact_ref", contactRef);
        outcome.put("key", "K-1");
        outcome.put("phone", "+34600000011");
        outcome.put("attempt", 1);
        outcome.put("state", "ended");
        outcome.put("disposition", disposition);
        outcome.put("duration_seconds", 42);
        outcome.put("call_id", "call-of-" + ref);
        outcome.put("started_at", "2026-11-20T12:30:00Z");
        for (int i = 0; i < more.length; i += 2) {
            outcome.put(String.valueOf(more[i]), more[i + 1]);
        }
        return outcome;
    }

    @Override
    public void close() {
        if (main != null) {
            main.stop();
        }
        org.close();
    }
}
