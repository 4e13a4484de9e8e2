using WxYarpGateway.Import.Configuration;

namespace WxYarpGateway.Import.GoWxGateway;

/// <summary>Checks backend addresses of go-wx-gateway.</summary>
internal static class BackendAddress
{
    /// <summary>Returns the address for messages. A wrong one is kept: without one, the gateway would answer messages itself.</summary>
    public static Found<string> OfMessages(Found<string> found)
    {
        var address = Checked(found);
        if (address.Value.AsSpan().ContainsAny('?', '#'))
        {
            return address.Noting("/msg/... and /event/... follow the address as it is here, behind its ? or #, as they did before");
        }

        return address.Value.EndsWith('/')
            ? address.Noting("the slash at its end is not doubled before msg/... and event/... any more")
            : address;
    }

    /// <summary>Returns the address for OAuth redirects.</summary>
    public static Found<string> OfOAuth(Found<string> found) => Checked(found);

    private static Found<string> Checked(Found<string> found)
    {
        var address = Hints.WithoutExplanation(found);
        if (address.Value.Length == 0)
        {
            return address;
        }

        if (Hints.IsForAddress(address.Value))
        {
            return address.Becoming("", "fill in the backend: what stood here was the sample's");
        }

        if (address.Value.Contains('@', StringComparison.Ordinal))
        {
            return address.Noting("fill in another address: one with a user, or with an @, is refused here");
        }

        if (!Uri.TryCreate(address.Value, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            || url.Host.Length == 0)
        {
            return address.Noting("fill in again: it must be an absolute http or https address");
        }

        return url.Scheme == Uri.UriSchemeHttps ? address.Noting("its certificate is checked now; go-wx-gateway took any") : address;
    }
}
