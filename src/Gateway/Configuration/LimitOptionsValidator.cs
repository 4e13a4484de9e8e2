using Microsoft.Extensions.Options;

namespace WxYarpGateway.Gateway.Configuration;

/// <summary>Holds the options to their attributes.</summary>
[OptionsValidator]
internal sealed partial class LimitOptionsValidator : IValidateOptions<LimitOptions>;
