package io.voicecampaigns;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes away the routes that were made of kamelets for runs that are over. Camel removes a route's endpoints with it, but not the routes
 * that it made of those that are kamelets: without this, each run of a source that uses a kamelet would leave one behind. Thread-safe.
 */
final class KameletLeftovers {
    private static final Logger LOG = LoggerFactory.getLogger(KameletLeftovers.class);
    private final ThreadLocal<Set<String>> being = new ThreadLocal<>();
    private final Map<String, Set<String>> ofRuns = new ConcurrentHashMap<>();
    /** Of runs that are over; others may have come to use them. */
    private final Set<String> suspects = ConcurrentHashMap.newKeySet();

    /** What this thread makes until {@link #endMaking} is made for this run. */
    void beginMaking(String run) {
        being.set(ofRuns.computeIfAbsent(run, key -> new HashSet<>()));
    }

    void endMaking() {
        being.remove();
    }

    void made(String route) {
        Set<String> routes = being.get();
        if (routes != null) {
            routes.add(route);
        }
    }

    /** The routes of a run itself are gone: removes what only they called, after waiting this long for what is under way there. */
    void over(String run, CamelContext context, Duration patience) {
        Set<String> made = ofRuns.remove(run);
        if (made != null) {
            suspects.addAll(made);
        }
        Set<String> called = context.getEndpoints().stream().filter(KameletEndpoint.class::isInstance).map(KameletEndpoint.class::cast)
                .filter(endpoint -> !isEdge(endpoint.getEndpointUri())).map(KameletEndpoint::getRouteId).collect(Collectors.toSet());
        for (String route : suspects) {
            if (!called.contains(route)) {
                suspects.remove(route);
                remove(context, route, patience);
            }
        }
    }

    /** Where a kamelet begins or ends, as opposed to somebody who calls it. */
    private static boolean isEdge(String uri) {
        return uri.startsWith("kamelet://source") || uri.startsWith("kamelet://sink");
    }

    private static void remove(CamelContext context, String route, Duration patience) {
        try {
            if (context.getRoute(route) != null) {
                context.getRouteController().stopRoute(route, patience.toMillis(), TimeUnit.MILLISECONDS);
                context.removeRoute(route);
            }
        } catch (Exception e) {
            LOG.warn("the route {} cannot be removed: {}", route, e.getClass().getSimpleName());
        }
    }
}
