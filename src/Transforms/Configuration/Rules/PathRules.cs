using System.Buffers;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Configuration.Rules;

/// <summary>Tells which paths a configuration may have. Routing matches a path that passes as it is written.</summary>
public static class PathRules
{
    private const string RouteSyntax = "{}*?#";

    private static readonly SearchValues<char> NotInMessagePaths = SearchValues.Create(RouteSyntax);
    private static readonly SearchValues<char> NotInEndpointPaths = SearchValues.Create(RouteSyntax + "%\\");
    private static readonly SearchValues<char> NotInServiceNames = SearchValues.Create(@"/\?#%{}*:");

    // Browsers and WeChat see this path, and cookies are bound to it, so it has no character that needs encoding.
    private static readonly SearchValues<char> InOAuthPaths = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-._~");

    /// <summary>Returns whether pushes can be served at a path: no space, no control character, none of <c>{ } * ? #</c>.</summary>
    /// <param name="path">The path, with its slash at the beginning.</param>
    public static bool IsMessagePath(string path) => IsVisible(path) && !path.AsSpan().ContainsAny(NotInMessagePaths);

    /// <summary>Returns whether an endpoint can be served at a path: as for pushes, and without <c>%</c> and backslashes.</summary>
    /// <param name="path">The path, with its slash at the beginning.</param>
    public static bool IsEndpointPath(string path) => IsVisible(path) && !path.AsSpan().ContainsAny(NotInEndpointPaths);

    /// <summary>Returns whether OAuth redirects can be served at a path: ASCII letters, digits and <c>/ - . _ ~</c> only.</summary>
    /// <param name="path">The path, with its slash at the beginning.</param>
    public static bool IsOAuthPath(string path) => !path.AsSpan().ContainsAnyExcept(InOAuthPaths);

    /// <summary>Returns whether a service's name may have a character, as far as paths and configuration keys are concerned.</summary>
    /// <param name="letter">The character.</param>
    public static bool IsInServiceName(char letter) => !NotInServiceNames.Contains(letter);

    /// <summary>Returns whether a text is a host to which a redirect may return: <c>name</c> or <c>name:port</c>.</summary>
    /// <param name="host">The text.</param>
    public static bool IsReturnHost(string host) => ReturnHost.Parse(host) is not null;

    /// <summary>Returns whether a host allows a redirect to a URL.</summary>
    /// <param name="host">The host, as <c>name</c> or <c>name:port</c>.</param>
    /// <param name="url">The URL.</param>
    public static bool IsReturnHost(string host, Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        var port = url.Scheme == Uri.UriSchemeHttps ? 443 : 80;
        return ReturnHost.Parse(host) is { } allowed && ReturnHost.Parse($"{url.Host}:{url.Port}") is { } target
            && allowed.Allows(target, port);
    }

    private static bool IsVisible(string path) => !path.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter));
}
