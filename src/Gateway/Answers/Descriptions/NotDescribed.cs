namespace WxYarpGateway.Gateway.Answers.Descriptions;

/// <summary>Marks an endpoint that only says that there is none.</summary>
internal sealed class NotDescribed
{
    private NotDescribed()
    {
    }

    /// <summary>Gets the metadata.</summary>
    public static NotDescribed Instance { get; } = new();
}
