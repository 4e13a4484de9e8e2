namespace WxYarpGateway.Transforms.Services;

/// <summary>What the user is told when the backend fails.</summary>
public enum WhenFailed
{
    /// <summary>Nothing: WeChat gets <c>success</c>.</summary>
    Nothing,

    /// <summary>The <see cref="ReplyOptions.FailureText"/>.</summary>
    Text,
}
