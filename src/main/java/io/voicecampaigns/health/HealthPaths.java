package io.voicecampaigns.health;

import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/**
 * Beside Camel's {@code /observe/health}, {@code …/live} and {@code …/ready}: {@code …/started}, which is 200 from the first moment at which
 * all routes ran until the process ends, and {@code …/group/<stage>}, the checks of one stage. 503 where they are DOWN, 404 for a group that
 * does not exist.
 */
public final class HealthPaths implements StartupListener {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;
    private static final String ROOT = "/observe/health";

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        for (VertxPlatformHttpRouter router : context.getRegistry().findByType(VertxPlatformHttpRouter.class)) {
            // what operators reach is another server, with a door of its own
            if (router.isMainServer()) {
                continue;
            }
            router.get(ROOT + "/started").handler(request -> answer(request, OK, true, List.of()));
            router.get(ROOT + "/group/:group").blockingHandler(request -> tellGroup(context, request), false);
        }
    }

    private static void tellGroup(CamelContext context, RoutingContext request) {
        List<HealthCheck.Result> results = HealthCheckRegistry.get(context).stream()
                .filter(check -> request.pathParam("group").equals(check.getGroup())).map(HealthCheck::call).toList();
        boolean isUp = results.stream().noneMatch(result -> result.getState() == HealthCheck.State.DOWN);
        answer(request, results.isEmpty() ? NOT_FOUND : isUp ? OK : UNAVAILABLE, isUp && !results.isEmpty(), results);
    }

    private static void answer(RoutingContext request, int status, boolean isUp, List<HealthCheck.Result> results) {
        JsonArray checks = new JsonArray();
        for (HealthCheck.Result result : results) {
            JsonObject check = new JsonObject(Map.of("name", result.getCheck().getId(), "status", result.getState().name()));
            result.getMessage().ifPresent(message -> check.put("message", message));
            checks.add(check);
        }
        request.response().setStatusCode(status).putHeader("content-type", "application/json")
                .end(new JsonObject(Map.of("status", isUp ? "UP" : "DOWN", "checks", checks)).toJson());
    }
}
