namespace WxYarpGateway.Gateway.Hosting;

/// <summary>Marks an endpoint whose path is another one with a slash at its end; routing alone takes both for the same.</summary>
internal sealed class ExactPath
{
    private ExactPath()
    {
    }

    /// <summary>Gets the metadata.</summary>
    public static ExactPath Instance { get; } = new();
}
