package io.voicecampaigns.reload;

import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.DelegateEndpoint;
import org.apache.camel.Endpoint;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMain;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.quartz.CronExpression;

/**
 * A Camel context that routes are built in and never run: it is initialised and not started, so that no consumer, connection or timer comes
 * to be. Its beans are of the right types and have never been constructed. For one set and one thread.
 */
final class Trial implements AutoCloseable {
    private static final Set<String> AS_WRITTEN = Set.of("constant", "simple");
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9.+-]*):");

    private final DefaultCamelContext context = new DefaultCamelContext(false);

    /**
     * @param bound what the application binds, by name; immutable things
     * @throws Exception if the settings themselves are wrong
     */
    Trial(TrialSettings settings, BeanTypes beans, Map<String, Object> bound) throws Exception {
        context.disableJMX();
        context.getCamelContextExtension().setRegistry(new DefaultRegistry(new InertBeans(beans, bound)));
        SimpleMain main = new SimpleMain(context);
        settings.applyTo(main);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport support) {
                settings.applyTo((PropertiesComponent) context.getPropertiesComponent());
            }
        });
        main.init();
        context.init();
    }

    boolean isBean(String name) {
        return context.getRegistry().lookupByName(name) != null;
    }

    boolean isSetting(String key) {
        return context.getPropertiesComponent().resolveProperty(key).isPresent();
    }

    /** Replaces the placeholders of a text if all of them are settings; else leaves it as it is. */
    UnaryOperator<String> settings() {
        return text -> {
            try {
                return context.resolvePropertyPlaceholders(text);
            } catch (IllegalArgumentException e) {
                return text;
            }
        };
    }

    /** Whether Camel makes such a thing of a text. */
    boolean converts(String text, Class<?> type) {
        return type == String.class || convert(text, type) != null;
    }

    /** What Camel makes of a text; null where it makes nothing of it. */
    Object convert(String text, Class<?> type) {
        return context.getTypeConverter().tryConvertTo(type, text);
    }

    /** Loads one file: its routes, template or error handling. */
    void load(RouteSet set, String file) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("file:" + set.shown(file), set.text(file)));
    }

    /** The routes that {@link #load} has brought from that file. */
    List<RouteDefinition> routes(RouteSet set, String file) {
        return context.getRouteDefinitions().stream().filter(route -> route.getResource() != null
                && route.getResource().getLocation().equals("file:" + set.shown(file))).toList();
    }

    /** Makes a kamelet's route with these properties. */
    void build(String kamelet, Map<String, String> samples) {
        String query = samples.entrySet().stream().map(sample -> sample.getKey() + "=RAW(" + sample.getValue() + ")").collect(Collectors.joining("&"));
        List<Endpoint> before = List.copyOf(context.getEndpoints());
        context.getEndpoint("kamelet:" + kamelet + "/trial-" + kamelet + (query.isEmpty() ? "" : "?" + query));
        context.getEndpoints().stream().filter(endpoint -> !before.contains(endpoint)).forEach(Trial::schedule);
    }

    /** Finds each endpoint that a route names and cannot have, and only then whatever else keeps it from being made. */
    void build(RouteDefinition route, FoundAt found) {
        List<ProcessorDefinition<?>> steps = steps(route);
        boolean isFine = tries(() -> schedule(context.getEndpoint(route.getInput().getEndpointUri())), failure -> found.at(route.getInput().getLineNumber(), failure));
        for (ProcessorDefinition<?> step : steps) {
            for (String uri : uris(step)) {
                isFine &= tries(() -> find(uri), failure -> found.at(step.getLineNumber(), failure));
            }
        }
        if (isFine) {
            tries(() -> context.startRouteDefinitions(List.of(route)), failure -> found.at(line(route, steps, failure), failure));
        }
    }

    /** The endpoints that a step names, also those that Camel looks for when a message comes. */
    private static List<String> uris(ProcessorDefinition<?> step) {
        if (step instanceof EndpointRequiredDefinition named) {
            return List.of(named.getEndpointUri());
        }
        if (step instanceof ToDynamicDefinition dynamic) {
            return List.of(dynamic.getUri());
        }
        boolean isList = step instanceof RecipientListDefinition || step instanceof RoutingSlipDefinition;
        boolean isNaming = isList || step instanceof EnrichDefinition || step instanceof PollEnrichDefinition;
        if (!isNaming || !AS_WRITTEN.contains(((ExpressionNode) step).getExpression().getLanguage())) {
            return List.of();
        }
        String text = ((ExpressionNode) step).getExpression().getExpression();
        return Stream.of(isList ? text.split(",") : new String[] {text}).map(String::strip).toList();
    }

    /** Of what depends on a message, as much as stands there. */
    private void find(String uri) {
        String written = context.resolvePropertyPlaceholders(uri);
        Matcher scheme = SCHEME.matcher(written);
        if (!written.contains("${") && !written.contains("$simple{")) {
            context.getEndpoint(written);
        } else if (scheme.lookingAt() && context.getComponent(scheme.group(1)) == null) {
            throw new NoSuchEndpointException(scheme.group(1));
        }
    }

    /** Camel looks at a schedule when the route starts, which nothing does here. */
    private static void schedule(Endpoint start) {
        Endpoint endpoint = start instanceof DelegateEndpoint delegating ? delegating.getEndpoint() : start;
        if (endpoint instanceof QuartzEndpoint quartz && quartz.getCron() != null) {
            try {
                CronExpression.validateExpression(quartz.getCron());
            } catch (ParseException e) {
                throw new ScheduleException("the schedule " + quartz.getCron() + " is none: " + e.getMessage());
            }
        }
    }

    /** Where in a kamelet a failure comes from. */
    int line(String kamelet, Throwable failure) {
        RouteTemplateDefinition template = context.getRouteTemplateDefinition(kamelet);
        RouteDefinition route = template.getRoute();
        return line(route, steps(route), failure);
    }

    private static List<ProcessorDefinition<?>> steps(RouteDefinition route) {
        List<ProcessorDefinition<?>> steps = new ArrayList<>();
        ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class).forEach(step -> steps.add((ProcessorDefinition<?>) step));
        return steps;
    }

    /** Camel quotes the step that it could not make, cut after a while. */
    private static int line(RouteDefinition route, List<ProcessorDefinition<?>> steps, Throwable failure) {
        int line = route.getLineNumber();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            for (ProcessorDefinition<?> step : steps) {
                if (message.contains(">>> " + step + " <<<")) {
                    line = step.getLineNumber();
                }
            }
        }
        return line;
    }

    /** A clock would never come to it. */
    static final class ScheduleException extends RuntimeException {
        ScheduleException(String message) {
            super(message);
        }
    }

    /** Told of a failure and of the line that it comes from. */
    interface FoundAt {
        void at(int line, Throwable failure);
    }

    private interface Attempt {
        void run() throws Exception;
    }

    private static boolean tries(Attempt attempt, Consumer<Throwable> failed) {
        try {
            attempt.run();
            return true;
        } catch (Exception | LinkageError e) {
            failed.accept(e);
            return false;
        }
    }

    @Override
    public void close() {
        context.stop();
    }
}
