using System.Runtime.CompilerServices;
using System.Text.Json;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Logins;

/// <summary>Tells the login proxy which mini programs are in the care of platforms.</summary>
internal sealed class PlatformMiniPrograms(PlatformCatalog platforms, AuthorizerRegistry authorizers) : ILoginAuthorizers
{
    private const string Login = "Login";

    // The registry makes another service when the account, or its platform, changes.
    private readonly ConditionalWeakTable<WeChatService, LoginAuthorizer> _known = [];

    /// <inheritdoc/>
    public LoginAuthorizer? Find(string appId)
    {
        if (!AppId.TryParse(appId, out var parsed))
        {
            return null;
        }

        foreach (var platform in platforms.Current.Values)
        {
            if (authorizers.TryGetService(platform, parsed, out var service, out _)
                && service.Account.Kind is ServiceKind.MiniProgram or ServiceKind.Other)
            {
                return _known.TryGetValue(service, out var known) ? known : Make(platform, service);
            }
        }

        return null;
    }

    private LoginAuthorizer Make(WeChatPlatform platform, WeChatService service)
    {
        var overrides = authorizers.Find(platform.AppId, service.Account.AppId)?.Overrides;
        return _known.GetValue(
            service, one => new LoginAuthorizer(platform.Name, one.Name, one.Account, overrides is null ? null : LoginOf(overrides)));
    }

    private static string? LoginOf(string overrides)
    {
        try
        {
            using var json = JsonDocument.Parse(overrides);
            foreach (var property in json.RootElement.EnumerateObject())
            {
                if (property.Name.Equals(Login, StringComparison.OrdinalIgnoreCase) && property.Value.ValueKind == JsonValueKind.Object)
                {
                    return property.Value.GetRawText();
                }
            }

            return null;
        }
        catch (JsonException)
        {
            // A newer version may have written it. Users log in as the configuration says.
            return null;
        }
    }
}
