namespace WxYarpGateway.Transforms.Configuration.Reports;

/// <summary>Thrown when the configuration at start is invalid. It has all errors.</summary>
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
