// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;
using LwM2M.Nano.Text;

namespace LwM2M.Nano.Operations
{
    /// <summary>Write-Attributes: a PUT without payload whose queries say when the server wants to be notified.</summary>
    internal static class WriteAttributesOperation
    {
        internal static bool IsAsked(CoapMessage request)
        {
            return request.PayloadLength == 0 && request.ContentFormat < 0 && request.FindOption(CoapOption.UriQuery) >= 0;
        }

        internal static CoapCode Run(OperationContext context, IObservationTable observations)
        {
            CoapMessage request = context.Request;
            CoapCode code = Lookup.Find(context.Registry, context.Path, out LwM2MObject found, out int definition);
            if (code != CoapCode.Content)
            {
                return code;
            }

            if (!context.Registry.Allows(found.ObjectId, ResourcePath.InstanceId(context.Path), AccessRight.Read))
            {
                return CoapCode.Unauthorized;
            }

            if (ResourcePath.Level(context.Path) == 4 && !Lookup.HasResourceInstance(found, context.Path))
            {
                return CoapCode.NotFound;
            }

            NotificationAttributes attributes = new NotificationAttributes();
            NotificationAttributes before = context.Attributes.Find(context.Path);
            if (before != null)
            {
                before.CopyTo(attributes);
            }

            attributes.Path = context.Path;
            for (int i = 0; i < request.OptionCount; i++)
            {
                if (request.OptionNumber(i) == CoapOption.UriQuery && !Take(request.Buffer, request.OptionOffset(i), request.OptionLength(i), attributes))
                {
                    return CoapCode.BadRequest;
                }
            }

            if (!AreConsistent(attributes, definition))
            {
                return CoapCode.BadRequest;
            }

            if (!context.Attributes.Replace(attributes))
            {
                return CoapCode.InternalServerError;
            }

            observations.OnAttributes(context.Path);
            return CoapCode.Changed;
        }

        // "pmin=10" sets, "pmin" alone takes back.
        private static bool Take(byte[] buffer, int offset, int length, NotificationAttributes attributes)
        {
            int equals = 0;
            while (equals < length && buffer[offset + equals] != '=')
            {
                equals++;
            }

            int flag = FlagOf(buffer, offset, equals);
            if (flag == 0)
            {
                return false;
            }

            if (equals == length)
            {
                attributes.Unset(flag);
                return true;
            }

            int at = offset + equals + 1;
            int count = length - equals - 1;
            if ((flag & NotificationAttributes.ConditionGiven) != 0)
            {
                bool isNumber = NumberText.TryParseFloat(buffer, at, count, out double number);
                attributes.Set(flag, number);
                return isNumber;
            }

            bool isPeriod = NumberText.TryParseInteger(buffer, at, count, out long period);
            attributes.Set(flag, period);
            return isPeriod && period >= 0 && period <= (flag == NotificationAttributes.ConfirmableGiven ? 1 : int.MaxValue);
        }

        private static int FlagOf(byte[] buffer, int offset, int length)
        {
            for (int i = 0; i < NotificationAttributes.Names.Length; i++)
            {
                string name = NotificationAttributes.Names[i];
                bool same = name.Length == length;
                for (int k = 0; same && k < length; k++)
                {
                    same = buffer[offset + k] == name[k];
                }

                if (same)
                {
                    return 1 << i;
                }
            }

            return 0;
        }

        // gt, lt and st are for numbers, and lt + 2 * st < gt (section 7.3.2).
        private static bool AreConsistent(NotificationAttributes attributes, int definition)
        {
            if (!attributes.Has(NotificationAttributes.ConditionGiven))
            {
                return true;
            }

            int type = definition == -1 ? Resource.NoType : definition & Resource.TypeMask;
            bool isNumber = type == Resource.Integer || type == Resource.Float || type == Resource.Time || type == Resource.Unsigned;
            double step = attributes[NotificationAttributes.StepGiven];
            bool ordered = !attributes.Has(NotificationAttributes.GreaterThanGiven) || !attributes.Has(NotificationAttributes.LessThanGiven)
                || attributes[NotificationAttributes.LessThanGiven] + 2 * step < attributes[NotificationAttributes.GreaterThanGiven];
            return isNumber && ordered && (!attributes.Has(NotificationAttributes.StepGiven) || step > 0);
        }
    }
}
