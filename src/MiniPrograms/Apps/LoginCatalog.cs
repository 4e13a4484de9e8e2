using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace WxYarpGateway.MiniPrograms.Apps;

/// <summary>The mini programs whose users log in here, by AppId. A reload replaces them at once.</summary>
public sealed class LoginCatalog
{
    private readonly ILoginAuthorizers? _authorizers;
    private volatile Generation _generation = new(FrozenDictionary<string, LoginApp>.Empty, FrozenDictionary<string, LoginDefaults>.Empty);

    internal LoginCatalog(ILoginAuthorizers? authorizers) => _authorizers = authorizers;

    /// <summary>Returns why the database is needed; <see langword="null"/> when nobody logs in here.</summary>
    public string? WhyDatabase()
    {
        var generation = _generation;
        return generation.Apps.Values.FirstOrDefault()?.Service is { } service ? $"service '{service}' has a Login"
            : generation.Platforms.Keys.FirstOrDefault() is { } platform ? $"accounts of platform '{platform}' have a Login"
            : null;
    }

    /// <summary>Finds a mini program by its AppId.</summary>
    internal bool TryFind(string appId, [NotNullWhen(true)] out LoginApp? app)
    {
        var generation = _generation;
        if (generation.Apps.TryGetValue(appId, out app))
        {
            return true;
        }

        // Without a login in any platform's configuration there is none to find, whatever its overrides say.
        if (generation.Platforms.Count > 0
            && _authorizers?.Find(appId) is { } authorizer
            && generation.Platforms.TryGetValue(authorizer.Platform, out var defaults))
        {
            app = generation.OfAuthorizers.GetValue(authorizer, one => new Found(defaults.AppOf(one))).App;
        }

        return app is not null;
    }

    /// <summary>Finds a mini program of the configuration by the name of its service, or one of a platform by both names.</summary>
    internal bool TryFindService(string service, [NotNullWhen(true)] out LoginApp? app)
    {
        app = _generation.Apps.Values.FirstOrDefault(one => one.Service.Equals(service, StringComparison.OrdinalIgnoreCase));
        return app is not null
            || (service.IndexOf('/', StringComparison.Ordinal) is > 0 and var end
                && TryFind(service[(end + 1)..], out app)
                && app.Service.Equals(service, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Replaces the mini programs by those of another configuration.</summary>
    internal void Replace(IEnumerable<LoginApp> apps, IReadOnlyDictionary<string, LoginDefaults> platforms)
        => _generation = new Generation(
            apps.ToFrozenDictionary(app => app.AppId.Value, StringComparer.Ordinal),
            platforms.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase));

    private sealed record Generation(FrozenDictionary<string, LoginApp> Apps, FrozenDictionary<string, LoginDefaults> Platforms)
    {
        // An authorizer that changes is another object, and what was made of the old one goes with it.
        public ConditionalWeakTable<LoginAuthorizer, Found> OfAuthorizers { get; } = [];
    }

    /// <summary>What was made of an authorizer; no app when it has no login.</summary>
    private sealed record Found(LoginApp? App);
}
