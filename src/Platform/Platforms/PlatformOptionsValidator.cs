using Microsoft.Extensions.Options;

namespace WxYarpGateway.Platform.Platforms;

/// <summary>Validates a platform's options by their attributes. Rules across several options are in Configuration.</summary>
[OptionsValidator]
internal sealed partial class PlatformOptionsValidator : IValidateOptions<PlatformOptions>;
