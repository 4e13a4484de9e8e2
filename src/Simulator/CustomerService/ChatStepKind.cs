namespace WxYarpGateway.Simulator.CustomerService;

/// <summary>Lists the kinds of step between a user and an account.</summary>
public enum ChatStepKind
{
    /// <summary>A message or event of the user was pushed.</summary>
    Push,

    /// <summary>The user saw a passive reply.</summary>
    Reply,

    /// <summary>The user saw WeChat's message that the account's service is out of order.</summary>
    Error,

    /// <summary>The user saw the typing indicator appear.</summary>
    Typing,

    /// <summary>The account cancelled the typing indicator.</summary>
    CancelTyping,

    /// <summary>The user saw a customer-service message.</summary>
    Message,
}
