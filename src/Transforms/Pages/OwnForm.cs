namespace WxYarpGateway.Transforms.Pages;

/// <summary>Tells the gateway's own forms from those of other sites, which could act in the name of whoever looks at them.</summary>
public static class OwnForm
{
    /// <summary>Returns whether a form was sent from a page of this host. Browsers say by Origin where a form is from.</summary>
    /// <param name="request">The request with the form.</param>
    /// <param name="publicUrl">The URL at which browsers reach the gateway; <see langword="null"/> when it is not configured.</param>
    public static bool IsIn(HttpRequest request, Uri? publicUrl)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin"
            && (request.Headers.Origin.Count == 0
                || (Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin)
                    && (origin.Authority.Equals(request.Host.ToUriComponent(), StringComparison.OrdinalIgnoreCase)
                        || origin.Authority == publicUrl?.Authority)));
    }
}
