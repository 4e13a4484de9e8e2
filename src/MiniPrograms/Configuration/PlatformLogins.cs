using Microsoft.Extensions.Configuration;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Configuration.Kinds;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.MiniPrograms.Configuration;

/// <summary>Reads the logins of accounts in the care of platforms. What a platform is otherwise, another library knows.</summary>
internal static class PlatformLogins
{
    private const string Login = nameof(ServiceOptions.Login);
    private const string Authorizers = "Authorizers";

    /// <summary>Returns, by the name of the platform's service, the logins of its accounts.</summary>
    /// <param name="sections">The services.</param>
    /// <param name="read">Reads a section over defaults, for a service or an account of it.</param>
    public static IReadOnlyDictionary<string, LoginDefaults> Read(
        KindSections sections, Func<IConfigurationSection, LoginOptions, string, ConfiguredLogin> read)
    {
        var platforms = new Dictionary<string, LoginDefaults>(StringComparer.OrdinalIgnoreCase);
        foreach (var platform in sections.Services.Where(IsPlatform))
        {
            var all = platform.GetSection(Login) is var login && login.GetChildren().Any() ? read(login, new LoginOptions(), platform.Key)
                : null;
            var single = platform.GetSection(Authorizers).GetChildren()
                .Where(entry => entry.GetSection(Login).GetChildren().Any())
                .ToDictionary(
                    entry => entry.Key,
                    entry => read(entry.GetSection(Login), all?.Options ?? new LoginOptions(), $"{platform.Key}/{entry.Key}"),
                    StringComparer.Ordinal);
            if (all is not null || single.Count > 0)
            {
                platforms[platform.Key] = new LoginDefaults(all, single);
            }
        }

        return platforms;
    }

    private static bool IsPlatform(IConfigurationSection service)
        => string.Equals(
            service[nameof(ServiceOptions.Kind)], nameof(ServiceKind.Platform), StringComparison.OrdinalIgnoreCase);
}
