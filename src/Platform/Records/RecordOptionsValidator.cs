using Microsoft.Extensions.Options;

namespace WxYarpGateway.Platform.Records;

/// <summary>Validates <see cref="RecordOptions"/> by their attributes.</summary>
[OptionsValidator]
internal sealed partial class RecordOptionsValidator : IValidateOptions<RecordOptions>;
