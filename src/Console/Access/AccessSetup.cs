using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using WxYarpGateway.Console.Access.Accounts;
using WxYarpGateway.Console.Access.Audits;
using WxYarpGateway.Console.Access.Links;
using WxYarpGateway.Console.Access.Lockouts;
using WxYarpGateway.Console.Access.Oidc;
using WxYarpGateway.Console.Access.Sessions;
using WxYarpGateway.Console.Access.Store;
using WxYarpGateway.Console.Configuration;

namespace WxYarpGateway.Console.Access;

/// <summary>Sets up who may use the console.</summary>
internal static class AccessSetup
{
    // The least that OWASP's Password Storage Cheat Sheet names for PBKDF2 with HMAC-SHA-512, which Identity uses. A password is hashed
    // anew when it is right.
    private const int Iterations = 220_000;

    /// <summary>Adds accounts, sessions, policies and the audit log.</summary>
    public static void AddConsoleAccess(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddStore();
        services.AddAccounts();
        services.AddSessions(builder.Configuration.GetSection(ConsoleOptions.Section).GetSection(nameof(ConsoleOptions.Oidc)));
        services.AddAuthorization(Policies.AddTo);
        services.AddCascadingAuthenticationState();
        services.AddScoped<ActingUser>();
        services.AddSingleton<AuditStore>();
        services.AddSingleton<IAuditHistory>(provider => provider.GetRequiredService<AuditStore>());
        services.AddScoped<IAuditLog, AuditLog>();
        services.AddHostedService<AccessUpkeep>();
    }

    private static void AddStore(this IServiceCollection services)
    {
        services.AddSingleton<AccessDatabases>();

        // For Identity and data protection, which take one from their scope and dispose of it.
        services.AddScoped(scope => scope.GetRequiredService<AccessDatabases>().Open());
        services.AddDataProtection().SetApplicationName("WxYarpGateway.Console").PersistKeysToDbContext<AccessDatabase>();
        services.AddSingleton<StoreKey>();
        services.AddOptions<KeyManagementOptions>().Configure<StoreKey>((keys, key) => keys.XmlEncryptor = new KeyEncryptor(key));
    }

    private static void AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = Iterations);
        services.AddIdentityCore<Account>().AddUserStore<AccountStore>();

        // Instead of Identity's own rules.
        services.AddSingleton<CommonPasswords>();
        services.AddSingleton<PasswordRule>();
        services.Replace<IPasswordValidator<Account>>(scope => scope.GetRequiredService<PasswordRule>());
        services.Replace<IUserValidator<Account>>(_ => new AccountName());
        services.AddSingleton<HashingTurns>();
        services.AddSingleton<Attempts>();
        services.AddSingleton<PresentPassword>();
        services.AddSingleton<OneTimeLinks>();
        services.AddSingleton<SignInCheck>();
        services.AddSingleton<AccountCare>();
        services.AddSingleton<TwoFactorCare>();
    }

    private static void AddSessions(this IServiceCollection services, IConfigurationSection oidc)
    {
        services.AddSingleton(SessionTimes.Usual);
        services.AddSingleton<ConsoleSessions>();
        services.AddScoped<SessionEvents>();
        services.AddScoped<AuthenticationStateProvider, CircuitState>();
        services.AddScoped<CircuitHandler, CircuitGuard>();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(cookie =>
            {
                cookie.CookieManager = new SessionCookie();
                cookie.EventsType = typeof(SessionEvents);
                cookie.LoginPath = "/sign-in";
                cookie.AccessDeniedPath = "/not-allowed";
                cookie.ExpireTimeSpan = ConsoleSessions.Longest;
                cookie.SlidingExpiration = false;
            })
            .AddConsoleOidc(oidc);
        services.AddAntiforgery(form =>
        {
            form.Cookie.Name = "wxgw-form";
            form.Cookie.SameSite = SameSiteMode.Strict;
            form.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
    }

    private static void Replace<T>(this IServiceCollection services, Func<IServiceProvider, T> make)
        where T : class
    {
        foreach (var other in services.Where(service => service.ServiceType == typeof(T)).ToList())
        {
            services.Remove(other);
        }

        services.AddScoped(make);
    }
}
