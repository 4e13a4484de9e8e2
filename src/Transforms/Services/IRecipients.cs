namespace WxYarpGateway.Transforms.Services;

/// <summary>The services that messages of one callback may be for.</summary>
public interface IRecipients
{
    /// <summary>Returns the service that a message is for, or <see langword="null"/> when it is for none: WeChat then gets 403.</summary>
    /// <param name="address">What the push says of its recipient. It is signed, but for the AppId in the path.</param>
    WeChatService? Find(MessageAddress address);
}
