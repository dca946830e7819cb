package io.voicecampaigns.health;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * DOWN while a route of this stage does not run; a route that is held for an edit counts as running. A stage without routes is UP: it
 * runs elsewhere.
 */
public final class StageHealth extends AbstractHealthCheck {
    private final Pattern file;

    /** @param stage the digit that the names of its route files begin with, and its name, which is also the group of this check: {@code 3-dial} */
    public StageHealth(String stage) {
        super(stage.substring(2), "stage-" + stage.substring(2));
        this.file = Pattern.compile("(.*/)?" + stage.charAt(0) + "\\d-[^/]*");
    }

    @Override
    protected void doCall(HealthCheckResultBuilder answer, Map<String, Object> options) {
        List<String> routes = getCamelContext().getRoutes().stream().filter(this::isOfStage).map(Route::getRouteId).toList();
        List<String> stopped = routes.stream().filter(route -> !isRunning(route)).sorted().toList();
        answer.detail("routes", routes.size());
        if (stopped.isEmpty()) {
            answer.up();
        } else {
            answer.message("stopped: " + String.join(", ", stopped)).down();
        }
    }

    private boolean isOfStage(Route route) {
        return route.getSourceResource() != null && file.matcher(route.getSourceResource().getLocation()).matches();
    }

    private boolean isRunning(String route) {
        ServiceStatus status = getCamelContext().getRouteController().getRouteStatus(route);
        return status != null && (status.isStarted() || status.isStarting() || status.isSuspended() || status.isSuspending());
    }
}
