namespace WxYarpGateway.Transforms.Exchange.Requests;

/// <summary>The HTTP request of a push, for as long as it lasts. A message keeps it as a state until its backend is called.</summary>
/// <remarks>Forged pushes and retries never call a backend, so nothing is copied from their requests.</remarks>
internal sealed class PushRequest(HttpContext push, ExchangePool exchanges)
{
    // The server reuses the context for the next request, perhaps while another thread wants to copy it.
    private readonly Lock _gate = new();
    private HttpContext? _push = push;

    /// <summary>
    /// Returns a context to call the backend with, copied from the request; <see langword="null"/> when the request has ended.
    /// </summary>
    public ExchangeContext? Open()
    {
        lock (_gate)
        {
            return _push is null ? null : exchanges.Open(_push);
        }
    }

    /// <summary>Ends the use of the request. Call it before the server reuses it.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _push = null;
        }
    }
}
