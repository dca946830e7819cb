package io.voicecampaigns.reload;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether beans could be made of what the file of beans gives them: texts that are numbers or durations where those are wanted, and beans of
 * the right types. Values are made, for they check themselves; whatever else has a constructor is not.
 */
final class BeanArguments {
    private static final String BEAN = "#bean:";

    private final BeanTypes types;
    private final Trial trial;
    private final Findings findings;

    private record Fault(YamlNode place, String reason) {
    }

    BeanArguments(BeanTypes types, Trial trial, Findings findings) {
        this.types = types;
        this.trial = trial;
        this.findings = findings;
    }

    void check(YamlNode root) {
        root.list().stream().flatMap(entry -> entry.at("beans").list().stream()).filter(bean -> !bean.has("script") && !bean.has("factoryBean"))
                .forEach(bean -> type(bean).flatMap(type -> fault(bean, type))
                        .filter(fault -> !findings.isAt(RouteSet.BEANS, fault.place().line()))
                        .ifPresent(fault -> findings.add(RouteSet.BEANS, fault.place().line(), "the bean " + bean.text("name") + " cannot be made: " + fault.reason())));
    }

    private static Optional<Class<?>> type(YamlNode bean) {
        try {
            return Optional.of(Class.forName(bean.text("type").replaceFirst("^#class:", ""), false, BeanArguments.class.getClassLoader()));
        } catch (ClassNotFoundException | LinkageError e) {
            // told already
            return Optional.empty();
        }
    }

    private Optional<Fault> fault(YamlNode bean, Class<?> type) {
        String factory = bean.text("factoryMethod");
        List<YamlNode> arguments = List.copyOf(bean.at("constructors").fields().values());
        List<Executable> candidates = Arrays.stream(factory.isEmpty() ? type.getConstructors() : type.getMethods())
                .filter(each -> each.getParameterCount() == arguments.size() && (factory.isEmpty()
                        || each.getName().equals(factory) && Modifier.isStatic(each.getModifiers()))).map(Executable.class::cast).toList();
        List<Optional<Fault>> faults = candidates.stream().map(each -> fault(each, arguments)).toList();
        Optional<Fault> none = faults.isEmpty() || faults.contains(Optional.<Fault>empty()) ? Optional.empty() : faults.get(0);
        return none.or(() -> properties(bean, type)).or(() -> candidates.isEmpty() ? Optional.empty() : value(bean, candidates.get(0), arguments));
    }

    private Optional<Fault> fault(Executable made, List<YamlNode> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            Optional<String> problem = problem(arguments.get(i), made.getParameterTypes()[i]);
            if (problem.isPresent()) {
                return Optional.of(new Fault(arguments.get(i), "argument " + i + " must be " + problem.get()));
            }
        }
        return Optional.empty();
    }

    private Optional<Fault> properties(YamlNode bean, Class<?> type) {
        Collection<YamlNode> given = bean.at("properties").fields().values();
        for (YamlNode property : given) {
            String setter = "set" + property.key().substring(0, 1).toUpperCase(Locale.ROOT) + property.key().substring(1);
            List<Method> setters = Arrays.stream(type.getMethods()).filter(each -> each.getName().equals(setter) && each.getParameterCount() == 1).toList();
            List<Optional<String>> problems = setters.stream().map(each -> problem(property, each.getParameterTypes()[0])).toList();
            if (!problems.isEmpty() && !problems.contains(Optional.<String>empty())) {
                return Optional.of(new Fault(property, "its property " + property.key() + " must be " + problems.get(0).get()));
            }
        }
        return Optional.empty();
    }

    /** What a parameter wants and is not given. */
    private Optional<String> problem(YamlNode argument, Class<?> wanted) {
        String text = argument.scalar().orElse("");
        if (text.startsWith(BEAN)) {
            Class<?> given = types.byName().get(text.substring(BEAN.length()));
            boolean fits = given == null || given == Object.class || wanted.isAssignableFrom(given);
            return fits ? Optional.empty() : Optional.of("a " + wanted.getSimpleName() + ", not a " + given.getSimpleName());
        }
        String resolved = trial.settings().apply(text);
        boolean isUnknown = text.startsWith("#") || resolved.contains("{{") || argument.scalar().isEmpty();
        return isUnknown || trial.converts(resolved, wanted) ? Optional.empty() : Optional.of(kind(wanted));
    }

    private static String kind(Class<?> type) {
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return "a whole number";
        }
        if (type == Duration.class) {
            return "a duration such as 500ms, 2s or 5m";
        }
        return type == boolean.class || type == Boolean.class ? "true or false" : "a " + type.getSimpleName();
    }

    /** A record holds what it is given and nothing else: to make one has no effects. */
    private Optional<Fault> value(YamlNode bean, Executable made, List<YamlNode> arguments) {
        boolean isValue = made instanceof Constructor<?> && made.getDeclaringClass().isRecord()
                && arguments.stream().allMatch(argument -> argument.scalar().filter(text -> !text.startsWith("#") && !trial.settings().apply(text).contains("{{")).isPresent());
        if (!isValue) {
            return Optional.empty();
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            values.add(trial.convert(trial.settings().apply(arguments.get(i).scalar().orElse("")), made.getParameterTypes()[i]));
        }
        try {
            ((Constructor<?>) made).newInstance(values.toArray());
            return Optional.empty();
        } catch (InvocationTargetException e) {
            boolean isOurs = e.getCause() instanceof IllegalArgumentException;
            return Optional.of(new Fault(bean, isOurs ? e.getCause().getMessage() : Reasons.of(e.getCause())));
        } catch (ReflectiveOperationException e) {
            return Optional.of(new Fault(bean, Reasons.of(e)));
        }
    }
}
