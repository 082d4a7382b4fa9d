// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Model
{
    /// <summary>
    /// A resource definition in one <see cref="int"/>: the ID in the low 16 bits, then the type, then what may be done with
    /// it. An object's table is an array of these: <c>5700 | Resource.Float | Resource.Read | Resource.Mandatory</c>.
    /// </summary>
    public static class Resource
    {
        /// <summary>Type of an executable resource.</summary>
        public const int NoType = 0;

        /// <summary>Signed integer of up to 64 bits.</summary>
        public const int Integer = 1 << 16;

        /// <summary>Floating point, 32 or 64 bits.</summary>
        public const int Float = 2 << 16;

        /// <summary>Boolean.</summary>
        public const int Boolean = 3 << 16;

        /// <summary>UTF-8 text.</summary>
        public const int String = 4 << 16;

        /// <summary>Bytes.</summary>
        public const int Opaque = 5 << 16;

        /// <summary>Seconds since 1970-01-01 UTC.</summary>
        public const int Time = 6 << 16;

        /// <summary>Object ID and object instance ID.</summary>
        public const int ObjectLink = 7 << 16;

        /// <summary>Unsigned integer of up to 64 bits.</summary>
        public const int Unsigned = 8 << 16;

        /// <summary>The mask of the type.</summary>
        public const int TypeMask = 15 << 16;

        /// <summary>The server may read it.</summary>
        public const int Read = 1 << 20;

        /// <summary>The server may write it.</summary>
        public const int Write = 1 << 21;

        /// <summary>The server may execute it.</summary>
        public const int Execute = 1 << 22;

        /// <summary>It has several resource instances.</summary>
        public const int Multiple = 1 << 23;

        /// <summary>It must be given when an instance is created.</summary>
        public const int Mandatory = 1 << 24;

        /// <summary>The resource ID of a definition.</summary>
        /// <param name="definition">An entry of an object's table.</param>
        /// <returns>An ID.</returns>
        public static int Id(int definition)
        {
            return definition & 0xFFFF;
        }
    }
}
