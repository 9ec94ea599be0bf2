package dev.tunesmith.support.apiserver;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The test needs an API server that it may maltreat: its methods may have a parameter of type
 * {@link RestartableServer}. Classes share it one after the other. It is skipped where {@link
 * KubeApiServer} would be.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RestartableServerExtension.class)
@ResourceLock("RestartableServer")
public @interface OwnApiServer {}
