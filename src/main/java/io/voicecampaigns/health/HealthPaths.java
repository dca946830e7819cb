package io.voicecampaigns.health;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;

/**
 * Health over HTTP. {@code /observe/health} and its {@code …/live} and {@code …/ready} take the place of Camel's, which escapes messages
 * twice: a file would be told as {@code routes\/30-…}. {@code …/started} is 200 from the first moment at which all routes ran until the
 * process ends, and {@code …/group/<stage>} are the checks of one stage. 503 where they are DOWN, 404 for a group that does not exist.
 */
public final class HealthPaths implements StartupListener {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;
    private static final int BEFORE_CAMELS = -1;
    private static final String ROOT = "/observe/health";

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        for (VertxPlatformHttpRouter router : context.getRegistry().findByType(VertxPlatformHttpRouter.class)) {
            // what operators reach is another server, with a door of its own
            if (router.isMainServer()) {
                continue;
            }
            tell(context, router, "", level -> HealthCheckHelper.invoke(context, level));
            tell(context, router, "/live", level -> HealthCheckHelper.invokeLiveness(context, level));
            tell(context, router, "/ready", level -> HealthCheckHelper.invokeReadiness(context, level));
            router.get(ROOT + "/started").handler(request -> answer(request, OK, true, List.of()));
            router.get(ROOT + "/group/:group").blockingHandler(request -> tellGroup(context, request), false);
        }
    }

    private static void tell(CamelContext context, VertxPlatformHttpRouter router, String path, Function<String, Collection<HealthCheck.Result>> checks) {
        router.get(ROOT + path).order(BEFORE_CAMELS).blockingHandler(request -> {
            String asked = request.request().getParam("exposureLevel");
            String level = asked == null ? HealthCheckRegistry.get(context).getExposureLevel() : asked;
            Collection<HealthCheck.Result> results = checks.apply(level);
            boolean isUp = HealthCheckHelper.isResultsUp(results, path.equals("/ready"));
            answer(request, isUp ? OK : UNAVAILABLE, isUp, results.stream()
                    .filter(result -> level.equals("full") || !level.equals("oneline") && result.getState() == HealthCheck.State.DOWN).toList());
        }, false);
    }

    private static void tellGroup(CamelContext context, RoutingContext request) {
        List<HealthCheck.Result> results = HealthCheckRegistry.get(context).stream()
                .filter(check -> request.pathParam("group").equals(check.getGroup())).map(HealthCheck::call).toList();
        boolean isUp = HealthCheckHelper.isResultsUp(results, false);
        answer(request, results.isEmpty() ? NOT_FOUND : isUp ? OK : UNAVAILABLE, isUp && !results.isEmpty(), results);
    }

    private static void answer(RoutingContext request, int status, boolean isUp, List<HealthCheck.Result> results) {
        boolean isWithData = "true".equals(request.request().getParam("data"));
        ObjectNode all = JSON.createObjectNode().put("status", isUp ? "UP" : "DOWN");
        ArrayNode checks = all.putArray("checks");
        for (HealthCheck.Result result : results) {
            ObjectNode check = checks.addObject().put("name", result.getCheck().getId()).put("status", result.getState().name());
            result.getError().ifPresent(error -> check.put("error-message", error.getClass().getSimpleName()));
            result.getMessage().ifPresent(message -> check.put("message", message));
            if (isWithData) {
                ObjectNode data = check.putObject("data");
                new TreeMap<>(result.getDetails()).forEach((name, value) -> put(data, name, value));
            }
        }
        request.response().setStatusCode(status).putHeader("content-type", "application/json").end(all.toString());
    }

    private static void put(ObjectNode data, String name, Object value) {
        if (value instanceof Number number) {
            data.set(name, JSON.valueToTree(number));
        } else {
            data.put(name, String.valueOf(value));
        }
    }
}
