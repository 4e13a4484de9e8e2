namespace WxYarpGateway.Simulator.CustomerService;

/// <summary>Names what can happen between a user and an account.</summary>
public enum ChatStepKind
{
    /// <summary>A message or event of the user was pushed.</summary>
    Push,

    /// <summary>The user saw a passive reply.</summary>
    Reply,

    /// <summary>The user saw that the account's service does not work.</summary>
    Error,

    /// <summary>The user began to see that an answer is being typed.</summary>
    Typing,

    /// <summary>The account took that back.</summary>
    CancelTyping,

    /// <summary>The user saw a customer-service message.</summary>
    Message,
}
