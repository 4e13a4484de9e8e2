using Microsoft.AspNetCore.Authentication;

namespace WxYarpGateway.Console.Access;

/// <summary>Sets up who may use the console.</summary>
internal static partial class AccessSetup
{
    /// <summary>Adds authentication, the policies and the audit log.</summary>
    public static void AddConsoleAccess(this WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication("open").AddScheme<AuthenticationSchemeOptions, OpenAccess>("open", _ => { });
        builder.Services.AddAuthorization(Policies.AddTo);
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddScoped<ActingUser>();
        builder.Services.AddScoped<IAuditLog, LoggedAudit>();
        builder.Services.AddSingleton<RecentChanges>();
        builder.Services.AddSingleton<IAuditHistory>(services => services.GetRequiredService<RecentChanges>());
    }

    /// <summary>Maps what people sign in and out with.</summary>
    public static void MapConsoleAccess(this WebApplication app)
        => app.MapPost("/sign-out", () => Results.LocalRedirect("/"));

    private sealed partial class LoggedAudit(ActingUser user, RecentChanges changes, ILogger<LoggedAudit> logger) : IAuditLog
    {
        public async Task WriteAsync(string what, string target, string? detail, CancellationToken cancellationToken)
        {
            var who = await user.NameAsync();
            changes.Add(who, what, target, detail);
            Log.Changed(logger, who, what, target, detail);
        }

        private static partial class Log
        {
            [LoggerMessage(1, LogLevel.Information, "'{Who}' did '{What}' to '{Target}': '{Detail}'.", EventName = "Changed")]
            public static partial void Changed(ILogger logger, string who, string what, string target, string? detail);
        }
    }
}
