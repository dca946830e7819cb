package io.voicecampaigns.reload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.Consumer;
import org.apache.camel.Route;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.component.seda.SedaConsumer;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.ScheduledPollConsumer;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Exchanges the routes of a running context. Only what an edit concerns is stopped, after the batch that it works on; everything else goes on
 * meanwhile. For one thread.
 */
final class Swap {
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);
    /** Longer than most batches: to let go of what waits is to begin it anew. */
    private static final Duration WAITERS_MAY_WAIT = Duration.ofSeconds(1);

    private final ModelCamelContext context;
    private final Duration patience;
    private final CountDownLatch ending;

    /** The batch did not end in time: nothing was exchanged. */
    static final class BusyException extends Exception {
        BusyException(String message) {
            super(message);
        }
    }

    /** The routes could not be exchanged; those before run again. */
    static final class RolledBackException extends Exception {
        RolledBackException(Throwable cause) {
            super(cause);
        }
    }

    /** Neither the new routes nor those before could be made to run. */
    static final class BrokenException extends Exception {
        BrokenException(Throwable cause) {
            super(cause);
        }
    }

    /**
     * @param patience how long a batch may take
     * @param ending   counted down when the service is told to end: nothing is waited for any more
     */
    Swap(ModelCamelContext context, Duration patience, CountDownLatch ending) {
        this.context = context;
        this.patience = patience;
        this.ending = ending;
    }

    /**
     * @param isRepair whether some of the routes before do not run, so that everything is made anew
     * @return how long was waited for batches
     */
    Duration exchange(RouteSet before, RouteSet after, boolean isRepair) throws BusyException, RolledBackException, BrokenException {
        long begun = System.nanoTime();
        List<RouteOwner> released = SwapPlan.of(context, before, after, isRepair).concernsOwners()
                ? List.copyOf(context.getRegistry().findByType(RouteOwner.class)) : List.of();
        try {
            awaitIdle(() -> released.stream().filter(owner -> !owner.release()).map(owner -> "a source").toList());
            SwapPlan plan = SwapPlan.of(context, before, after, isRepair);
            List<Consumer> suspended = new ArrayList<>();
            try {
                suspend(plan.paused(), suspended);
                awaitIdle(() -> plan.paused().stream().map(RunningRoute::id).filter(this::isBusy).toList());
                Duration waited = Duration.ofNanos(System.nanoTime() - begun);
                exchange(plan, before, after);
                return waited;
            } finally {
                suspended.stream().filter(this::isOfContext).forEach(ServiceHelper::resumeService);
            }
        } finally {
            released.forEach(RouteOwner::renew);
            waiters().forEach(StandingWaiters::goOn);
        }
    }

    private Collection<StandingWaiters> waiters() {
        return context.getRegistry().findByType(StandingWaiters.class);
    }

    private boolean isOfContext(Consumer consumer) {
        return context.getRoutes().stream().anyMatch(route -> route.getConsumer() == consumer);
    }

    private void suspend(Collection<RunningRoute> paused, List<Consumer> suspended) {
        for (RunningRoute each : paused) {
            Route route = context.getRoute(each.id());
            if (each.isEntry() && route != null && route.getConsumer() != null && context.getRouteController().getRouteStatus(each.id()).isStarted()) {
                ServiceHelper.suspendService(route.getConsumer());
                suspended.add(route.getConsumer());
            }
        }
    }

    /** Idle is what is so at two looks: a message is in no register while a consumer takes it out of its queue. */
    private void awaitIdle(Supplier<List<String>> busyOnes) throws BusyException {
        long begun = System.nanoTime();
        int idleLooks = 0;
        boolean isLetGo = false;
        while (idleLooks < 2) {
            List<String> busy = busyOnes.get();
            idleLooks = busy.isEmpty() ? idleLooks + 1 : 0;
            if (System.nanoTime() - begun > patience.toNanos()) {
                throw new BusyException(String.join(", ", busy) + " did not finish within " + patience.toSeconds() + " s");
            }
            if (!isLetGo && System.nanoTime() - begun > WAITERS_MAY_WAIT.toNanos()) {
                isLetGo = true;
                waiters().forEach(StandingWaiters::letGo);
            }
            if (isEndingWithin(LOOK_EVERY)) {
                throw new BusyException("the service ends");
            }
        }
    }

    private boolean isEndingWithin(Duration time) {
        try {
            return ending.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private boolean isBusy(String routeId) {
        Route route = context.getRoute(routeId);
        if (route == null) {
            return false;
        }
        return context.getInflightRepository().size(routeId) > 0
                || route.getConsumer() instanceof ScheduledPollConsumer polling && polling.isPolling()
                || route.getEndpoint() instanceof SedaEndpoint queue && queue.getCurrentQueueSize() > 0;
    }

    private void exchange(SwapPlan plan, RouteSet before, RouteSet after) throws RolledBackException, BrokenException {
        try {
            remove(plan.replaced().stream().map(RunningRoute::definition).toList(), plan);
            add(plan, after);
        } catch (Exception | LinkageError failure) {
            if (isRestored(plan, before, after, failure)) {
                throw new RolledBackException(failure);
            }
            throw new BrokenException(failure);
        }
    }

    /** Brings back what ran before, file by file: one whose route cannot be started any more takes no other with it. */
    private boolean isRestored(SwapPlan plan, RouteSet before, RouteSet after, Throwable failure) {
        try {
            remove(leftOf(plan, before, after), plan);
            addTemplates(plan, before);
        } catch (Exception | LinkageError e) {
            failure.addSuppressed(e);
            return false;
        }
        boolean isWhole = true;
        for (String file : before.routeFiles().stream().filter(plan.files()::contains).toList()) {
            try {
                addConfigurations(builders(before, List.of(file)));
            } catch (Exception | LinkageError e) {
                failure.addSuppressed(e);
                isWhole = false;
            }
        }
        for (String file : before.routeFiles().stream().filter(plan.files()::contains).toList()) {
            try {
                addRoutes(builders(before, List.of(file)));
            } catch (Exception | LinkageError e) {
                failure.addSuppressed(e);
                isWhole = false;
            }
        }
        return isWhole;
    }

    /** The routes that a half-done exchange has left or made. */
    private List<RouteDefinition> leftOf(SwapPlan plan, RouteSet before, RouteSet after) {
        return List.copyOf(context.getRouteDefinitions()).stream().filter(route -> List.of(before, after).stream().map(set -> RunningRoute.of(context, route, set))
                .anyMatch(running -> running.file().filter(plan.files()::contains).isPresent()
                        || running.kamelet().filter(plan.kamelets()::contains).isPresent())).toList();
    }

    private void remove(Collection<RouteDefinition> routes, SwapPlan plan) throws Exception {
        // nothing is on its way: told to stop at once, their threads let go of their queues; else each would wait for a message once more
        routes.stream().map(route -> context.getRoute(route.getRouteId())).filter(route -> route != null).map(Route::getConsumer)
                .filter(SedaConsumer.class::isInstance).forEach(Consumer::stop);
        context.removeRouteDefinitions(routes);
        for (KameletEndpoint endpoint : context.getEndpoints().stream().filter(KameletEndpoint.class::isInstance).map(KameletEndpoint.class::cast)
                .filter(endpoint -> plan.kamelets().contains(endpoint.getTemplateId())).toList()) {
            context.removeEndpoint(endpoint);
        }
        for (RouteTemplateDefinition template : List.copyOf(context.getRouteTemplateDefinitions())) {
            if (plan.isWhole() || plan.kamelets().contains(template.getId())) {
                context.removeRouteTemplateDefinition(template);
            }
        }
        if (plan.isWhole()) {
            context.getRouteConfigurationDefinitions().clear();
        }
    }

    private void add(SwapPlan plan, RouteSet set) throws Exception {
        addTemplates(plan, set);
        Collection<RoutesBuilder> routes = builders(set, set.routeFiles().stream().filter(plan.files()::contains).toList());
        addConfigurations(routes);
        addRoutes(routes);
    }

    private void addTemplates(SwapPlan plan, RouteSet set) throws Exception {
        for (RoutesBuilder template : builders(set, set.kamelets().stream().filter(file -> plan.kamelets().contains(RouteSet.kameletName(file))).toList())) {
            template.addRoutesToCamelContext(context);
        }
    }

    private void addConfigurations(Collection<RoutesBuilder> routes) throws Exception {
        for (RoutesBuilder each : routes) {
            if (each instanceof RouteConfigurationsBuilder configuration) {
                configuration.addRouteConfigurationsToCamelContext(context);
            }
        }
    }

    private void addRoutes(Collection<RoutesBuilder> routes) throws Exception {
        for (RoutesBuilder each : routes) {
            // Kamelets lock themselves, then the context's routes; adding routes locks them in the other order. A route that runs may be
            // about to make a kamelet's route right now, so kamelets come first here too.
            for (RouteDefinition route : ((RouteBuilder) each).configureRoutes(context).getRoutes()) {
                RunningRoute.kameletUris(route).forEach(context::getEndpoint);
            }
            each.addRoutesToCamelContext(context);
        }
    }

    private Collection<RoutesBuilder> builders(RouteSet set, List<String> files) throws Exception {
        List<Resource> resources = files.stream().map(file -> ResourceHelper.fromString("file:" + set.shown(file), set.text(file))).toList();
        return resources.isEmpty() ? List.of() : PluginHelper.getRoutesLoader(context).findRoutesBuilders(resources);
    }
}
