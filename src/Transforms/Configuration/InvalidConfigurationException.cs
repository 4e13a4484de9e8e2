namespace WxYarpGateway.Transforms.Configuration;

/// <summary>Says that the configuration at start cannot be put in force, and names everything that is wrong with it.</summary>
public sealed class InvalidConfigurationException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="InvalidConfigurationException"/> class.</summary>
    /// <param name="errors">All errors of the configuration.</param>
    public InvalidConfigurationException(IReadOnlyList<ConfigurationError> errors)
        : base(string.Join(Environment.NewLine, errors ?? throw new ArgumentNullException(nameof(errors))))
    {
        Errors = errors;
    }

    /// <summary>Gets all errors of the configuration.</summary>
    public IReadOnlyList<ConfigurationError> Errors { get; }
}
