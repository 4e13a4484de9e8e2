using System.Net;
using Microsoft.Extensions.Options;

namespace WxYarpGateway.Console.Configuration;

/// <summary>Checks the options; each error says where, what and what to do. No key and no connection string is ever repeated.</summary>
internal sealed class ConsoleOptionsValidator : IValidateOptions<ConsoleOptions>
{
    private static readonly string[] KnownRoles = ["Viewer", "Operator", "Admin"];

    private const string HttpFix = "Write it as http://127.0.0.1:7082, and let a TLS proxy serve it to others";

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ConsoleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var errors = Urls(options)
            .Concat(Gateways(options))
            .Concat(Links(options))
            .Concat(Database(options.Database))
            .Concat(Proxies(options))
            .Concat(Oidc(options.Oidc))
            .ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Urls(ConsoleOptions options)
    {
        if (options.EachUrl().Count == 0)
        {
            yield return $"Console:Urls names no address. {HttpFix}.";
        }

        foreach (var url in options.EachUrl().Where(url => !IsListenAddress(url)))
        {
            yield return $"Console:Urls must have addresses such as http://127.0.0.1:7082; it has '{url}'. {HttpFix}.";
        }
    }

    private static IEnumerable<string> Gateways(ConsoleOptions options)
    {
        foreach (var (index, gateway) in options.Gateways.Index())
        {
            var path = $"Console:Gateways:{index}";
            if (!IsWeb(gateway.Url, out var url))
            {
                yield return $"{path}:Url must be an http or https address; it is '{gateway.Url}'. "
                    + "Write the gateway's internal address, such as http://10.0.0.1:7081.";
            }
            else if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
            {
                yield return $"{path}:Url must have neither a user, nor a query, nor a fragment. Put the API key into {path}:Key.";
            }
            else if (options.Gateways.Take(index).Any(other => IsWeb(other.Url, out var earlier) && earlier == url))
            {
                yield return $"{path}:Url is there twice: '{gateway.Url}'. Remove one of them.";
            }

            if (gateway.Key is { } key && !key.All(letter => char.IsBetween(letter, '!', '~')))
            {
                yield return $"{path}:Key must have no spaces and only ASCII characters. Copy the key again.";
            }
        }
    }

    private static IEnumerable<string> Links(ConsoleOptions options)
    {
        if (options.TraceUrl is { Length: > 0 } trace && (!IsWeb(trace.Replace("{traceId}", "0", StringComparison.Ordinal), out _)
            || !trace.Contains("{traceId}", StringComparison.Ordinal)))
        {
            yield return $"Console:TraceUrl must be an address with {{traceId}} in it; it is '{trace}'. "
                + "Write it as http://jaeger:16686/trace/{traceId}.";
        }

        if (options.PublicUrl is { Length: > 0 } address && (!IsWeb(address, out var url) || url.AbsolutePath != "/"))
        {
            yield return $"Console:PublicUrl must be an address without a path; it is '{address}'. "
                + "Write it as https://console.example.com.";
        }
    }

    private static IEnumerable<string> Database(DatabaseOptions database)
    {
        if (database.Kind == DatabaseKind.PostgreSql && string.IsNullOrWhiteSpace(database.Connection))
        {
            yield return "Console:Database:Connection is missing, and Console:Database:Kind is PostgreSql. "
                + "Write it as Host=db;Database=wxgw;Username=…;Password=….";
        }

        if (string.IsNullOrEmpty(database.Key) ? database.Kind == DatabaseKind.PostgreSql : !IsKey(database.Key))
        {
            yield return "Console:Database:Key must be 32 bytes in base64, the same at all consoles. "
                + "Write what this prints: openssl rand -base64 32.";
        }
    }

    private static IEnumerable<string> Proxies(ConsoleOptions options)
        => options.KnownProxies.Index().Where(proxy => !IsNetwork(proxy.Item)).Select(
            proxy => $"Console:KnownProxies:{proxy.Index} must be an IP address such as 10.0.0.5, or a range such as 10.0.0.0/8, and not of "
                + $"all addresses; it is '{proxy.Item}'. Write the address with which your proxy connects to the console.");

    private static IEnumerable<string> Oidc(OidcOptions oidc)
    {
        if (string.IsNullOrEmpty(oidc.Authority))
        {
            yield break;
        }

        if (!IsWeb(oidc.Authority, out var url) || (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback))
        {
            yield return $"Console:Oidc:Authority must be an https address; it is '{oidc.Authority}'. "
                + "Write the address of your identity provider.";
        }

        if (string.IsNullOrEmpty(oidc.ClientId))
        {
            yield return "Console:Oidc:ClientId is missing. Write the id that the identity provider has given to the console.";
        }

        if (oidc.Roles.Count == 0)
        {
            yield return "Console:Oidc:Roles is empty, so nobody could sign in. Write { \"a-group\": \"Viewer\" }.";
        }

        foreach (var (value, role) in oidc.Roles.Where(mapped => !KnownRoles.Contains(mapped.Value, StringComparer.OrdinalIgnoreCase)))
        {
            yield return $"Console:Oidc:Roles:{value} must be Viewer, Operator or Admin; it is '{role}'. Choose one of them.";
        }
    }

    private static bool IsKey(string text)
        => Convert.TryFromBase64String(text, new byte[64], out var length) && length == 32;

    private static bool IsNetwork(string text)
        => IPAddress.TryParse(text, out _) || (IPNetwork.TryParse(text, out var network) && network.PrefixLength > 0);

    private static bool IsWeb(string text, out Uri url)
        => Uri.TryCreate(text, UriKind.Absolute, out url!) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);

    // What Kestrel takes beside host names: * and + for all addresses.
    private static bool IsListenAddress(string text)
        => IsWeb(text.Replace("//*", "//[::]", StringComparison.Ordinal).Replace("//+", "//[::]", StringComparison.Ordinal), out var url)
            && url.AbsolutePath == "/" && url.Query.Length == 0;
}
