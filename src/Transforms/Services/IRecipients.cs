namespace WxYarpGateway.Transforms.Services;

/// <summary>Finds the service that a message of a callback is for.</summary>
public interface IRecipients
{
    /// <summary>Returns the service that a message is for; <see langword="null"/> refuses the push with 403.</summary>
    /// <param name="address">The recipient that the push names. WeChat signs <c>ToUserName</c>, but not the AppId in the path.</param>
    WeChatService? Find(MessageAddress address);
}
