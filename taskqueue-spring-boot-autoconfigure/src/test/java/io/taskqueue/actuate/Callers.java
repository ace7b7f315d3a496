package io.taskqueue.actuate;

import java.io.IOException;
import java.security.Principal;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Believes whoever says what role they have, which stands for a login. */
@Configuration(proxyBeanMethods = false)
class Callers {

    @Bean
    Filter believing() {
        return Callers::believe;
    }

    private static void believe(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String said = ((HttpServletRequest) request).getHeader("X-Role");
        chain.doFilter((said != null) ? new LoggedIn((HttpServletRequest) request, said) : request, response);
    }

    /** A request of somebody known. */
    private static final class LoggedIn extends HttpServletRequestWrapper {

        private final String role;

        private LoggedIn(HttpServletRequest request, String role) {
            super(request);
            this.role = role;
        }

        @Override
        public Principal getUserPrincipal() {
            return () -> "alice";
        }

        @Override
        public boolean isUserInRole(String role) {
            return this.role.equals(role);
        }

    }

}
