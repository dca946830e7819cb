package io.voicecampaigns.reload;

import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.spi.BeanRepository;
import org.objenesis.ObjenesisStd;

/**
 * Beans of the right types that no constructor ever ran for. Camel finds them by their names, and by types that are not its own: what it
 * would find by those, such as a health check, it would call.
 */
final class InertBeans implements BeanRepository {
    private final BeanTypes types;
    private final Map<String, Object> made;

    /** @param bound what is there already, by name; immutable things */
    InertBeans(BeanTypes types, Map<String, Object> bound) {
        this.types = types;
        this.made = new HashMap<>(bound);
    }

    @Override
    public synchronized Object lookupByName(String name) {
        return types.byName().containsKey(name) ? made.computeIfAbsent(name, absent -> inert(types.byName().get(name))) : null;
    }

    @Override
    public <T> T lookupByNameAndType(String name, Class<T> type) {
        Object bean = lookupByName(name);
        return type.isInstance(bean) ? type.cast(bean) : null;
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        Map<String, T> found = new LinkedHashMap<>();
        if (!type.getName().startsWith("org.apache.camel.")) {
            types.byName().forEach((name, each) -> {
                if (type.isAssignableFrom(each)) {
                    found.put(name, type.cast(lookupByName(name)));
                }
            });
        }
        return found;
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return new LinkedHashSet<>(findByTypeWithName(type).values());
    }

    private static Object inert(Class<?> type) {
        if (type.isInterface()) {
            return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> proxy == arguments[0];
                case "toString" -> type.getSimpleName();
                default -> null;
            });
        }
        return Modifier.isAbstract(type.getModifiers()) ? new Object() : new ObjenesisStd().newInstance(type);
    }
}
