namespace WxYarpGateway.Transforms.Services.Options;

/// <summary>What the gateway replies when the backend fails.</summary>
public enum WhenFailed
{
    /// <summary>Nothing: WeChat gets <c>success</c>.</summary>
    Nothing,

    /// <summary>The user gets <see cref="ReplyOptions.FailureText"/>.</summary>
    Text,
}
